ARG BASE
FROM ${BASE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-pytest \
 && rm -rf /var/lib/apt/lists/*
COPY images /source/images
COPY runners /source/runners
RUN cd /source && sh -e images/python.sh && rm -r /source
# The agent, inside a Python that has loaded pytest; with the environment of a job. Equal runs give equal results, also
# where they depend on the order of a set.
ENTRYPOINT ["/usr/bin/env", "-i", "PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/tmp", "TMPDIR=/tmp", "LANG=C.UTF-8", \
            "PYTHONHASHSEED=0", "python3", "-s", "-P", "-B", "/opt/seedmill/zygote.py", "/opt/seedmill/python/run.py"]
