package io.openintake.backing;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes table commits fail on order: {@code POST /__fault?refuse=N&loseReply=N} lets the next N commits be refused with
 * 503 and without effect, then the next N be applied and answered with 504 all the same.
 */
final class FaultFilter implements Filter {
    private static final String ORDER_PATH = "/__fault";
    private static final Pattern COMMIT = Pattern.compile("/v1/(namespaces/[^/]+/tables/[^/]+|transactions/commit)");

    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger lostReplies = new AtomicInteger();

    @Override
    public void doFilter(ServletRequest anyRequest, ServletResponse anyResponse, FilterChain chain)
            throws IOException, ServletException {
        var request = (HttpServletRequest) anyRequest;
        var response = (HttpServletResponse) anyResponse;
        if (request.getRequestURI().equals(ORDER_PATH)) {
            refusals.set(number(request.getParameter("refuse")));
            lostReplies.set(number(request.getParameter("loseReply")));
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else if (isCommit(request) && takeOne(refusals)) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        } else if (isCommit(request) && takeOne(lostReplies)) {
            chain.doFilter(request, new UnheardResponse(response));
            response.setStatus(HttpServletResponse.SC_GATEWAY_TIMEOUT);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isCommit(HttpServletRequest request) {
        return request.getMethod().equals("POST")
                && COMMIT.matcher(request.getRequestURI()).matches();
    }

    private static boolean takeOne(AtomicInteger left) {
        return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }

    private static int number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    }

    /** Takes the answer and keeps it from the client. */
    private static final class UnheardResponse extends HttpServletResponseWrapper {
        UnheardResponse(HttpServletResponse response) {
            super(response);
        }

        @Override
        public PrintWriter getWriter() {
            return new PrintWriter(Writer.nullWriter());
        }
    }
}
