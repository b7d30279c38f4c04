ARG BASE
FROM ${BASE} AS build
RUN apt-get update && apt-get install -y --no-install-recommends \
    openjdk-21-jdk-headless binutils unzip junit5 junit4 libhamcrest-java libassertj-core-java libjavatuples-java
COPY images /source/images
COPY runners /source/runners
RUN cd /source && sh -e images/java.sh

FROM ${BASE}
COPY --from=build /opt/seedmill /opt/seedmill
CMD ["/opt/seedmill/jdk/bin/java", "@/opt/seedmill/java/runner.args"]
