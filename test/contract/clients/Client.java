import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A client that sends its whole body before it reads: HttpURLConnection, which many programs use.
 * java Client.java <url> <access token> <lines> prints the answers as JSON.
 */
class Client {
    public static void main(String[] words) throws Exception {
        int count = Integer.parseInt(words[2]);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++)
            text.append("{\"ref\":\"").append(refOf(i)).append("\",\"token\":\"nobody\"}\n");
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);

        HttpURLConnection connection = (HttpURLConnection) URI.create(words[0]).toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Authorization", "Bearer " + words[1]);
        connection.setRequestProperty("Content-Type", "application/x-ndjson");
        connection.setReadTimeout(120_000);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        try (var out = connection.getOutputStream()) {
            out.write(body);
        }

        int status = connection.getResponseCode();
        String answer = new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String[] lines = answer.split("\n");
        int whole = 0;
        while (whole < lines.length && lines[whole].contains("\"ref\":\"" + refOf(whole) + "\"")) whole++;
        System.out.println("{\"status\":" + status + ",\"answers\":" + lines.length + ",\"whole\":" + whole
            + ",\"last\":" + lines[lines.length - 1] + "}");
    }

    /** 64 characters that JSON escapes: many such lines fill every buffer between both sides. */
    private static String refOf(int i) {
        String number = Integer.toString(i);
        return number + "\\u0001".repeat(64 - number.length());
    }
}
