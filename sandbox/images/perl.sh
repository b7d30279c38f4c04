# Not readable, so that the kernel gives no process its own memory to read, where the report's secret is.
cp /usr/bin/perl /usr/local/bin/perl
chmod 111 /usr/local/bin/perl
cp -r runners/perl /opt/seedmill/
