package io.hft.engine.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The real file system, that a loss of power treats as it may: what was forced stays, of what was only written or cut any part, in any order; names
 * that were given, changed or taken away since their directory was forced are as before or as after. Can die at any operation, within a write too,
 * run full at any byte, and refuse to force. The process may die alone: then everything is there, and nothing of it is forced for that.
 */
public final class LossyFiles implements SegmentFiles {
    /** Smaller than a device's, so that small tests have many. */
    private static final int PAGE = 512;

    private static final int NEVER = Integer.MAX_VALUE;

    private final Random random;
    private final Map<Path, Inode> names = new HashMap<>();
    private final Map<Path, Inode> durableNames = new HashMap<>();
    private final List<NameChange> unforcedNames = new ArrayList<>();
    private int operationsLeft = NEVER;
    private long spaceLeft = Long.MAX_VALUE;
    private boolean failForces;
    private boolean failDirectoryForces;
    private boolean failed;

    public LossyFiles(final Random random) {
        this.random = random;
    }

    /** A piece that was written, or with null the cut to a length. */
    private record Change(long position, byte @Nullable [] bytes) {}

    /** One of the two names is null where there was none before, or is none after. */
    private record NameChange(@Nullable Path from, @Nullable Path to, Inode inode) {
        boolean isIn(final Path directory) {
            return from != null && directory.equals(from.getParent()) || to != null && directory.equals(to.getParent());
        }
    }

    private static final class Inode {
        private byte[] durable = new byte[0];
        private final List<Change> unforced = new ArrayList<>();
    }

    /** So many operations from now on are done; within the next one the process, or the power, is lost. */
    public synchronized void dieAfter(final int operations) {
        operationsLeft = operations;
    }

    public synchronized void fullAfter(final long bytes) {
        spaceLeft = bytes;
    }

    public synchronized void failForces() {
        failForces = true;
    }

    public synchronized void failDirectoryForces() {
        failDirectoryForces = true;
    }

    /** Whether anything has gone wrong since the last start. */
    public synchronized boolean hasFailed() {
        return failed;
    }

    /** Only the process was lost, or has ended: the system still has all of it in memory. */
    public synchronized void processStarts() {
        operationsLeft = NEVER;
        spaceLeft = Long.MAX_VALUE;
        failForces = false;
        failDirectoryForces = false;
        failed = false;
    }

    /** Leaves on disk what the device may have, and works again. */
    public synchronized void powerReturns() throws IOException {
        final Set<Path> all = new HashSet<>(names.keySet());
        all.addAll(durableNames.keySet());
        // Most file systems keep the order of names; nobody has promised it.
        final boolean inOrder = random.nextBoolean();
        boolean lost = false;
        for (final NameChange change : unforcedNames) {
            lost = lost && inOrder || random.nextBoolean();
            if (!lost) {
                apply(change);
            }
        }
        unforcedNames.clear();
        for (final Path path : all) {
            Files.deleteIfExists(path);
        }
        for (final Map.Entry<Path, Inode> entry : durableNames.entrySet()) {
            final Inode inode = entry.getValue();
            inode.durable = whatTheDeviceHas(inode);
            inode.unforced.clear();
            Files.write(entry.getKey(), inode.durable);
        }
        names.clear();
        names.putAll(durableNames);
        processStarts();
    }

    private void apply(final NameChange change) {
        if (change.from != null && !durableNames.remove(change.from, change.inode)) {
            return;
        }
        if (change.to != null) {
            durableNames.put(change.to, change.inode);
        }
    }

    private byte[] whatTheDeviceHas(final Inode inode) {
        byte[] content = inode.durable;
        for (final Change change : inode.unforced) {
            final byte[] bytes = change.bytes;
            if (!random.nextBoolean()) {
                continue;
            }
            if (bytes == null) {
                content = Arrays.copyOf(content, (int) Math.min(content.length, change.position));
            } else {
                final int end = (int) (change.position + bytes.length);
                content = Arrays.copyOf(content, Math.max(content.length, end));
                System.arraycopy(bytes, 0, content, (int) change.position, bytes.length);
            }
        }
        return content;
    }

    private void step() throws IOException {
        if (operationsLeft != NEVER && operationsLeft-- <= 0) {
            operationsLeft = 0;
            throw failure("no power");
        }
    }

    private IOException failure(final String message) {
        failed = true;
        return new IOException(message);
    }

    /** A file that was there before is whole on the device. */
    private Inode inode(final Path path) throws IOException {
        Inode inode = names.get(path);
        if (inode == null) {
            inode = new Inode();
            inode.durable = Files.readAllBytes(path);
            names.put(path, inode);
            durableNames.put(path, inode);
        }
        return inode;
    }

    @Override
    public synchronized SegmentFile create(final Path path) throws IOException {
        step();
        final SegmentFile file = DISK.create(path);
        final Inode inode = new Inode();
        names.put(path, inode);
        unforcedNames.add(new NameChange(null, path, inode));
        return new Lossy(inode, file);
    }

    @Override
    public synchronized SegmentFile append(final Path path, final long size) throws IOException {
        step();
        final Inode inode = inode(path);
        final SegmentFile file = DISK.append(path, size);
        inode.unforced.add(new Change(size, null));
        return new Lossy(inode, file);
    }

    @Override
    public synchronized SegmentFile open(final Path path, final long position) throws IOException {
        step();
        final Inode inode = inode(path);
        return new Lossy(inode, DISK.open(path, position));
    }

    @Override
    public synchronized void forceDirectory(final Path directory) throws IOException {
        step();
        if (failDirectoryForces) {
            throw failure("Input/output error");
        }
        unforcedNames.stream().filter(change -> change.isIn(directory)).forEach(this::apply);
        unforcedNames.removeIf(change -> change.isIn(directory));
    }

    @Override
    public synchronized void forceFile(final Path path) throws IOException {
        step();
        force(inode(path));
    }

    @Override
    public synchronized void rename(final Path from, final Path to) throws IOException {
        step();
        final Inode inode = inode(from);
        DISK.rename(from, to);
        names.remove(from);
        names.put(to, inode);
        unforcedNames.add(new NameChange(from, to, inode));
    }

    @Override
    public synchronized void delete(final Path path) throws IOException {
        step();
        final Inode inode = inode(path);
        DISK.delete(path);
        names.remove(path);
        unforcedNames.add(new NameChange(path, null, inode));
    }

    private void force(final Inode inode) throws IOException {
        if (failForces) {
            throw failure("Input/output error");
        }
        for (final Map.Entry<Path, Inode> entry : names.entrySet()) {
            if (entry.getValue() == inode) {
                inode.durable = Files.readAllBytes(entry.getKey());
                inode.unforced.clear();
            }
        }
    }

    private final class Lossy implements SegmentFile {
        private final Inode inode;
        private final SegmentFile file;

        Lossy(final Inode inode, final SegmentFile file) {
            this.inode = inode;
            this.file = file;
        }

        @Override
        public void write(final ByteBuffer buffer) throws IOException {
            synchronized (LossyFiles.this) {
                final boolean dies = operationsLeft == 0;
                final long room = dies ? failed ? 0 : random.nextInt(buffer.remaining() + 1) : spaceLeft;
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
                    inode.unforced.add(new Change(position + done, Arrays.copyOfRange(bytes, done, done + piece)));
                    done += piece;
                }
                step();
                if (length < buffer.remaining()) {
                    throw failure("No space left on device");
                }
                buffer.position(buffer.limit());
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (LossyFiles.this) {
                step();
                LossyFiles.this.force(inode);
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
