# The agent alone, over Debian. Every language's image starts here.
FROM debian:trixie-slim AS agent
LABEL seedmill.image=base
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev
COPY images /source/images
COPY agent /source/agent
RUN mkdir -p /opt/seedmill && cd /source && sh -e images/base.sh

FROM debian:trixie-slim
# Packages leave nothing behind but themselves, wherever this Debian comes from.
RUN printf '%s\n' 'Dir::Cache::pkgcache "";' 'Dir::Cache::srcpkgcache "";' \
      'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb"; };' > /etc/apt/apt.conf.d/seedmill \
 && printf 'path-exclude=/usr/share/%s/*\n' doc info locale man > /etc/dpkg/dpkg.cfg.d/seedmill \
 # Some fail where it is missing, which they write nothing to.
 && mkdir -p /usr/share/man/man1
# Mount points: at run time the root file system is read-only.
RUN mkdir -p /work /opt/seedmill/stage
COPY --from=agent /opt/seedmill/ /opt/seedmill/
# Words behind it are the command of a process to be kept ready in each jail; see docs/security.md.
ENTRYPOINT ["/opt/seedmill/agent"]
