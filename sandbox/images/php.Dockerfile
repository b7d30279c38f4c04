ARG BASE
FROM ${BASE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends php-cli php-bcmath php-gmp phpunit \
 && rm -rf /var/lib/apt/lists/* /etc/php/8.4/cli/conf.d/*-ffi.ini /etc/php/8.4/cli/conf.d/*-opcache.ini
# Not readable, so that the kernel gives no process its own memory to read, where the report's secret is.
RUN chmod 0711 /usr/bin/php8.4
COPY runners/php /opt/seedmill/php
RUN mv /opt/seedmill/php/php.ini /etc/php/8.4/cli/php.ini
# The warm runner.
CMD ["php", "/opt/seedmill/php/run.php"]
