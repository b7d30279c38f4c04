ARG BASE
FROM ${BASE} AS build
RUN apt-get update && apt-get install -y --no-install-recommends \
    openjdk-21-jdk-headless binutils unzip junit5 junit4 libhamcrest-java libassertj-core-java libjavatuples-java

# Without jdk.unsupported, jdk.management and jdk.attach: with them a program reads and changes the runner's memory.
RUN jlink --output /opt/java --no-header-files --no-man-pages --strip-debug --add-modules \
java.se,jdk.compiler,jdk.charsets,jdk.crypto.ec,jdk.httpserver,jdk.localedata,jdk.net,jdk.nio.mapmode,jdk.random,jdk.xml.dom,jdk.zipfs

# One uncompressed archive of all libraries is opened and read faster than fifteen.
RUN mkdir /libraries && cd /libraries \
 && for name in junit-jupiter-api junit-jupiter-engine junit-jupiter-params junit-platform-commons junit-platform-engine \
      junit-platform-launcher junit-platform-suite-api junit-platform-suite-commons junit-platform-suite-engine \
      junit-vintage-engine opentest4j apiguardian-api univocity-parsers junit4 hamcrest assertj-core byte-buddy javatuples; \
    do unzip -qo /usr/share/java/$name.jar -x 'META-INF/*' || exit 1; done
COPY runners/java /source
RUN javac -proc:none -XDstringConcat=inline -cp /libraries -d /classes /source/*.java \
 && mkdir /libraries/seedmill && mv /classes/seedmill/Altered.class /libraries/seedmill/ \
 && mkdir -p /opt/seedmill/java && cp /source/*.args /opt/seedmill/java/ \
 && (cat /source/compiler.args && echo serve) > /opt/seedmill/java/service.args \
 && install -m 755 /source/compiler /opt/seedmill/compiler \
 && jar --create --no-compress --file /opt/seedmill/java/libraries.jar -C /libraries . \
 && jar --create --no-compress --file /opt/seedmill/java/seedmill.jar -C /classes .

FROM ${BASE}
COPY --from=build /opt/java /opt/java
COPY --from=build /opt/seedmill /opt/seedmill
COPY runners/java/archive-classes /tmp/
# The archive holds the classes of the compiler, the runner and the frameworks, ready to be mapped. A program that may
# be run but not read is one whose memory nobody can open: neither its own code nor a child by way of /proc.
RUN sh /tmp/archive-classes && rm /tmp/archive-classes && chmod 0711 /opt/java/bin/java
CMD ["/opt/java/bin/java", "@/opt/seedmill/java/runner.args"]
