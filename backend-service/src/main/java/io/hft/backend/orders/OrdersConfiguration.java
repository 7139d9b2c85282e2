package io.hft.backend.orders;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Settings and metrics of orders. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OrderProperties.class)
class OrdersConfiguration {
    @Bean
    MeterBinder orderMetrics(Orders orders, OrderPlacement placement) {
        return (MeterRegistry registry) -> {
            Gauge.builder("hft.orders.pending", orders, Orders::countPending)
                    .description("Orders whose outcome is not booked yet")
                    .register(registry);
            Gauge.builder("hft.orders.waiting", placement, OrderPlacement::waiting)
                    .description("Requests on their way through the engine")
                    .register(registry);
        };
    }
}
