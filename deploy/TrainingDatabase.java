import io.hft.backend.config.postgres.EmbeddedPostgres;
import java.nio.file.Path;

/** The embedded PostgreSQL by itself, for the build of the images: prints its port and serves until its input ends. */
public final class TrainingDatabase {
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home.resolve("postgres"), home.resolve("programs"), 0)) {
            System.out.println("training database on 127.0.0.1:" + postgres.port());
            while (System.in.read() >= 0) {}
        }
    }
}
