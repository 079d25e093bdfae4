FROM censo-stand-in/debian:bookworm
RUN groupadd --gid 999 redis && useradd --uid 999 --gid redis --home-dir /data redis \
 && apt-get update && apt-get install -y --no-install-recommends redis-server redis-tools && rm -rf /var/lib/apt/lists/* \
 && rm -rf /etc/redis && mkdir -p /data && chown redis:redis /data
WORKDIR /data
VOLUME /data
USER 999:999
CMD ["redis-server", "--protected-mode", "no"]
