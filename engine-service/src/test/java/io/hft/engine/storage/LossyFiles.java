package io.hft.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The real file system, that a loss of power treats as it may: what was forced stays, of what was only written any part of its pages, in any order;
 * a name that its directory's force has not covered may be there or not. Can die at any operation, within a write too, and run full at any byte.
 */
final class LossyFiles implements SegmentFiles {
    /** Smaller than a device's, so that small tests have many. */
    private static final int PAGE = 512;

    private final Random random;
    private final Map<Path, State> states = new HashMap<>();
    private int operationsLeft = Integer.MAX_VALUE;
    private long spaceLeft = Long.MAX_VALUE;
    private boolean failForces;

    LossyFiles(final Random random) {
        this.random = random;
    }

    private record Piece(long position, byte[] bytes) {}

    private static final class State {
        private Path path;
        private Path unforcedFrom;
        private boolean nameForced;
        private byte[] durable = new byte[0];
        private final List<Piece> unforced = new ArrayList<>();
    }

    /** So many operations from now on are done; within the next one the power is lost. */
    synchronized void dieAfter(final int operations) {
        operationsLeft = operations;
    }

    synchronized void fullAfter(final long bytes) {
        spaceLeft = bytes;
    }

    synchronized void failForces() {
        failForces = true;
    }

    /** Leaves on disk what the device may have, and works again. */
    synchronized void powerReturns() throws IOException {
        for (final State state : List.copyOf(states.values())) {
            byte[] content = state.durable;
            for (final Piece piece : state.unforced) {
                if (random.nextBoolean()) {
                    final int end = (int) (piece.position + piece.bytes.length);
                    content = Arrays.copyOf(content, Math.max(content.length, end));
                    System.arraycopy(piece.bytes, 0, content, (int) piece.position, piece.bytes.length);
                }
            }
            state.durable = content;
            state.unforced.clear();
            Files.deleteIfExists(state.path);
            if (!state.nameForced && random.nextBoolean()) {
                states.remove(state.path);
                if (state.unforcedFrom == null) {
                    continue;
                }
                state.path = state.unforcedFrom;
                states.put(state.path, state);
            }
            state.nameForced = true;
            Files.write(state.path, content);
        }
        operationsLeft = Integer.MAX_VALUE;
        spaceLeft = Long.MAX_VALUE;
        failForces = false;
    }

    private void step() throws IOException {
        if (operationsLeft != Integer.MAX_VALUE && operationsLeft-- <= 0) {
            operationsLeft = 0;
            throw new IOException("no power");
        }
    }

    @Override
    public synchronized SegmentFile create(final Path path) throws IOException {
        step();
        final State state = new State();
        state.path = path;
        final SegmentFile file = DISK.create(path);
        states.put(path, state);
        return new Lossy(state, file);
    }

    @Override
    public synchronized SegmentFile append(final Path path, final long size) throws IOException {
        step();
        final SegmentFile file = DISK.append(path, size);
        final State state = states.get(path);
        // Cutting is forced right behind it; here it is at once.
        state.durable = Arrays.copyOf(state.durable, (int) size);
        return new Lossy(state, file);
    }

    @Override
    public synchronized SegmentFile open(final Path path, final long position) throws IOException {
        step();
        return new Lossy(states.get(path), DISK.open(path, position));
    }

    @Override
    public synchronized void forceDirectory(final Path directory) throws IOException {
        step();
        for (final State state : states.values()) {
            if (state.path.getParent().equals(directory)) {
                state.nameForced = true;
            }
        }
    }

    @Override
    public synchronized void forceFile(final Path path) throws IOException {
        step();
        force(states.get(path));
    }

    @Override
    public synchronized void rename(final Path from, final Path to) throws IOException {
        step();
        DISK.rename(from, to);
        final State state = states.remove(from);
        state.unforcedFrom = state.nameForced ? from : null;
        state.nameForced = false;
        state.path = to;
        states.put(to, state);
    }

    @Override
    public synchronized void delete(final Path path) throws IOException {
        step();
        DISK.delete(path);
        states.remove(path);
    }

    private void force(final State state) throws IOException {
        if (failForces) {
            throw new IOException("Input/output error");
        }
        state.durable = Files.readAllBytes(state.path);
        state.unforced.clear();
    }

    private final class Lossy implements SegmentFile {
        private final State state;
        private final SegmentFile file;

        Lossy(final State state, final SegmentFile file) {
            this.state = state;
            this.file = file;
        }

        @Override
        public void write(final ByteBuffer buffer) throws IOException {
            synchronized (LossyFiles.this) {
                final boolean dies = operationsLeft == 0;
                final long room = dies ? random.nextInt(buffer.remaining() + 1) : spaceLeft;
                final int length = (int) Math.min(buffer.remaining(), room);
                final ByteBuffer part = buffer.slice(buffer.position(), length);
                final byte[] bytes = new byte[length];
                part.duplicate().get(bytes);
                final long position = file.size();
                file.write(part);
                if (spaceLeft != Long.MAX_VALUE) {
                    spaceLeft -= length;
                }
                for (int done = 0; done < length; ) {
                    final int piece = (int) Math.min(length - done, PAGE - (position + done) % PAGE);
                    state.unforced.add(new Piece(position + done, Arrays.copyOfRange(bytes, done, done + piece)));
                    done += piece;
                }
                step();
                if (length < buffer.remaining()) {
                    throw new IOException("No space left on device");
                }
                buffer.position(buffer.limit());
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (LossyFiles.this) {
                step();
                LossyFiles.this.force(state);
            }
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
