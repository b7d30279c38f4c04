runners=$PWD/runners/java
work=$(mktemp -d)
java=/opt/seedmill/java
# Without jdk.unsupported, jdk.management and jdk.attach: with them a program reads and changes the runner's memory.
jlink --output /opt/seedmill/jdk --no-header-files --no-man-pages --strip-debug --add-modules \
java.se,jdk.compiler,jdk.charsets,jdk.crypto.ec,jdk.httpserver,jdk.localedata,jdk.net,jdk.nio.mapmode,jdk.random,jdk.xml.dom,jdk.zipfs

# One uncompressed archive of all libraries is opened and read faster than fifteen.
mkdir "$work/libraries" $java
for name in junit-jupiter-api junit-jupiter-engine junit-jupiter-params junit-platform-commons junit-platform-engine \
  junit-platform-launcher junit-platform-suite-api junit-platform-suite-commons junit-platform-suite-engine \
  junit-vintage-engine opentest4j apiguardian-api univocity-parsers junit4 hamcrest assertj-core byte-buddy javatuples; do
  unzip -qo /usr/share/java/$name.jar -x 'META-INF/*' -d "$work/libraries"
done
javac -proc:none -XDstringConcat=inline -cp "$work/libraries" -d "$work/classes" "$runners"/*.java
mkdir "$work/libraries/seedmill"
mv "$work/classes/seedmill/Altered.class" "$work/libraries/seedmill/"
cp "$runners"/*.args $java/
(cat "$runners/compiler.args" && echo serve) > $java/service.args
jar --create --no-compress --file $java/libraries.jar -C "$work/libraries" .
jar --create --no-compress --file $java/seedmill.jar -C "$work/classes" .

# The archive holds the classes of the compiler, the runner and the frameworks, ready to be mapped. A program that may
# be run but not read is one whose memory nobody can open: neither its own code nor a child by way of /proc.
sh "$runners/archive-classes"
chmod 0111 /opt/seedmill/jdk/bin/java
install -m 755 "$runners/compiler" /opt/seedmill/compiler
rm -rf "$work"
