package io.hft.backend.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Has a request fail as by a defect of ours when it asks for that. */
final class Faults implements WebMvcConfigurer, HandlerInterceptor {
    static final String HEADER = "X-Test-Fault";

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getHeader(HEADER) != null) {
            throw new IllegalStateException("secret inner state");
        }
        return true;
    }
}
