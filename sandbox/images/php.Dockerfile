ARG BASE
FROM ${BASE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends php-cli php-bcmath php-gmp php-mbstring php-xml phpunit \
 && rm -rf /var/lib/apt/lists/*
COPY images /source/images
COPY runners /source/runners
RUN cd /source && sh -e images/php.sh && rm -r /source /etc/php
# The warm runner.
CMD ["php", "/opt/seedmill/php/run.php"]
