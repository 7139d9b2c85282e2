package io.hft.backend.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.hft.backend.config.StartupFailure;
import io.hft.backend.config.StorageProperties;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * The keys that sign access tokens: a JSON Web Key Set (RFC 7517) in {@code keys/access-tokens.jwks} of the data directory, readable by its
 * owner only, made on the first start. The first key signs, all of them verify: putting a new one in front rotates.
 */
@Component
final class SigningKeys {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final JWKSet keys;

    SigningKeys(StorageProperties storage) {
        Path file = storage.dataDir().resolve("keys").resolve("access-tokens.jwks");
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            keys = JWKSet.load(file.toFile());
            if (keys.isEmpty() || !keys.getKeys().stream().allMatch(JWK::isPrivate)) {
                throw new StartupFailure(file + " holds no private key: remove it and a new one is made");
            }
        } catch (ParseException e) {
            throw new StartupFailure(file + " is not a JSON Web Key Set: remove it and a new one is made");
        } catch (IOException e) {
            throw new StartupFailure("cannot read or write " + file + ": " + e.getMessage());
        }
    }

    JWKSet all() {
        return keys;
    }

    String signingKeyId() {
        return keys.getKeys().getFirst().getKeyID();
    }

    private static void create(Path file) throws IOException {
        Path directory = file.getParent();
        Files.createDirectories(directory.getParent());
        if (!Files.exists(directory)) {
            Files.createDirectory(directory, OWNER_ONLY_DIRECTORY);
        }
        Path fresh = Files.createTempFile(directory, "new", ".jwks", OWNER_ONLY_FILE);
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate();
            Files.writeString(fresh, new JWKSet(key).toString(false));
            Files.move(fresh, file);
        } catch (FileAlreadyExistsException e) {
            // Another backend on the same directory was faster; its key is ours too.
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
