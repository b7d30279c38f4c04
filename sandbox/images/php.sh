cp -r runners/php /opt/seedmill/
# Not readable, so that the kernel gives no process its own memory to read, where the report's secret is.
cp /usr/bin/php /usr/local/bin/php
chmod 111 /usr/local/bin/php
# Read where the program is, and alone: what the machine's own settings load is not for jobs.
mv /opt/seedmill/php/php.ini /usr/local/bin/php.ini
folder=$(php -n -r 'echo ini_get("extension_dir");')
for extension in pdo xml bcmath calendar ctype dom exif fileinfo ftp gettext gmp iconv mbstring phar posix readline \
  shmop simplexml sockets sysvmsg sysvsem sysvshm tokenizer xmlreader xmlwriter xsl; do
  if test -e "$folder/$extension.so"; then echo "extension=$extension"; fi
done >> /usr/local/bin/php.ini
