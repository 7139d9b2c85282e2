package io.hft.backend.identity;

import io.hft.backend.config.StartupFailure;
import io.hft.backend.config.StorageProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Encrypts what the database keeps and must give back, secrets of API keys and private signing keys, and what others keep for us. AES-256-GCM; the key is that of
 * {@code HFT_MASTER_KEY}, else of {@code keys/master.key} in the data directory, readable by its owner only and made on the first start. What is
 * encrypted is bound to its purpose, so that it cannot be put in another's place.
 *
 * <pre>
 * 12 bytes nonce | ciphertext | 16 bytes tag
 * </pre>
 */
@Component
public final class MasterKey {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final SecretKey key;
    private final String fingerprint;

    MasterKey(IdentityProperties properties, StorageProperties storage) {
        byte[] bytes = properties.masterKey().isBlank()
                ? ofFile(storage.dataDir().resolve("keys").resolve("master.key"))
                : decode(properties.masterKey(), "HFT_MASTER_KEY");
        key = new SecretKeySpec(bytes, "AES");
        fingerprint = fingerprint(bytes);
    }

    /** Tells this key from others, and nothing about it. */
    String fingerprint() {
        return fingerprint;
    }

    public byte[] encrypt(byte[] plain, String purpose) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, nonce, purpose).doFinal(plain);
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + encrypted.length);
            System.arraycopy(encrypted, 0, all, NONCE_BYTES, encrypted.length);
            return all;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empty when it was encrypted with another key or for another purpose, or changed since. */
    public Optional<byte[]> decrypt(byte[] encrypted, String purpose) {
        if (encrypted.length < NONCE_BYTES) {
            return Optional.empty();
        }
        try {
            byte[] nonce = Arrays.copyOf(encrypted, NONCE_BYTES);
            return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, purpose)
                    .doFinal(encrypted, NONCE_BYTES, encrypted.length - NONCE_BYTES));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String purpose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private byte[] ofFile(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return decode(Files.readString(file).strip(), file.toString());
        } catch (IOException e) {
            throw new StartupFailure("cannot read or write " + file + ": " + e.getMessage());
        }
    }

    private void create(Path file) throws IOException {
        Path directory = file.getParent();
        Files.createDirectories(directory.getParent());
        if (!Files.exists(directory)) {
            Files.createDirectory(directory, OWNER_ONLY_DIRECTORY);
        }
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        Path fresh = Files.createTempFile(directory, "new", ".key", OWNER_ONLY_FILE);
        try {
            Files.writeString(fresh, Base64.getEncoder().encodeToString(bytes) + "\n");
            link(fresh, file);
        } catch (FileAlreadyExistsException e) {
            // Its key is ours too.
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** A link and not a move where there are links: it never replaces the key of a backend that was faster. */
    private static void link(Path fresh, Path file) throws IOException {
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.move(fresh, file);
        }
    }

    private static byte[] decode(String text, String where) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (bytes.length == KEY_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw new StartupFailure(where + " must be the base64 of " + KEY_BYTES
                + " random bytes, as `openssl rand -base64 32` prints them");
    }

    private static String fingerprint(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("hft master key fingerprint".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(key), 0, 8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
