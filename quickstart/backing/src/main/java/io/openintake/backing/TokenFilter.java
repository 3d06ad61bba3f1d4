package io.openintake.backing;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Exchanges a personal access token for an access token, as Dremio does, and checks the bearer of each request. */
final class TokenFilter implements Filter {
    static final String TOKEN_PATH = "/oauth/token";

    private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String TOKEN_TYPE = "urn:ietf:params:oauth:token-type:dremio:personal-access-token";
    private static final String ISSUED_TYPE = "urn:ietf:params:oauth:token-type:access_token";
    private static final String BEARER = "Bearer ";

    private final AccessTokens tokens;
    private final String personalAccessToken;
    private final BackingOptions.CatalogAuth auth;

    TokenFilter(AccessTokens tokens, String personalAccessToken, BackingOptions.CatalogAuth auth) {
        this.tokens = tokens;
        this.personalAccessToken = personalAccessToken;
        this.auth = auth;
    }

    @Override
    public void doFilter(ServletRequest anyRequest, ServletResponse anyResponse, FilterChain chain)
            throws IOException, ServletException {
        var request = (HttpServletRequest) anyRequest;
        var response = (HttpServletResponse) anyResponse;
        if (request.getRequestURI().equals(TOKEN_PATH)) {
            exchange(request, response);
        } else if (allows(request.getHeader("Authorization"))) {
            chain.doFilter(request, response);
        } else {
            answer(response, HttpServletResponse.SC_UNAUTHORIZED, """
                    {"error":{"message":"the access token is missing, wrong or expired",\
                    "type":"NotAuthorizedException","code":401}}""");
        }
    }

    private void exchange(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("POST")) {
            answer(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "{\"error\":\"invalid_request\"}");
        } else if (!GRANT.equals(request.getParameter("grant_type"))) {
            answer(response, HttpServletResponse.SC_BAD_REQUEST, "{\"error\":\"unsupported_grant_type\"}");
        } else if (!TOKEN_TYPE.equals(request.getParameter("subject_token_type"))) {
            answer(response, HttpServletResponse.SC_BAD_REQUEST, "{\"error\":\"invalid_request\"}");
        } else if (!same(personalAccessToken, request.getParameter("subject_token"))) {
            answer(response, HttpServletResponse.SC_BAD_REQUEST, "{\"error\":\"invalid_grant\"}");
        } else {
            answer(response, HttpServletResponse.SC_OK, granted());
        }
    }

    private String granted() {
        return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d,\"issued_token_type\":\"%s\"}"
                .formatted(tokens.issue(), tokens.lifetimeSeconds(), ISSUED_TYPE);
    }

    private boolean allows(@Nullable String authorization) {
        if (authorization == null) {
            return auth == BackingOptions.CatalogAuth.OPTIONAL;
        }
        return authorization.startsWith(BEARER) && tokens.accepts(authorization.substring(BEARER.length()));
    }

    private static boolean same(String expected, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpServletResponse response, int status, String json) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.getWriter().write(json);
    }
}
