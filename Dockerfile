# Targets: portal (gateway, accounts, census, migrate; the default), scraper (with Debian's Chromium) and demo (with the
# simulator, which no other image has). Start a service with its name as the argument.
ARG NODE=node:24.21.0-bookworm-slim

# The bundler's program is an optional package: only this stage has it.
FROM ${NODE} AS bundle
WORKDIR /app
ENV PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY moleculer.config.ts ./
COPY scripts/production ./scripts/production
COPY shared ./shared
# One by one: the simulator stays out.
COPY services/accounts ./services/accounts
COPY services/census ./services/census
COPY services/scraper ./services/scraper
COPY services/gateway ./services/gateway
COPY public ./public
RUN node scripts/production/build.ts

FROM bundle AS demo-bundle
COPY services/simulator ./services/simulator
RUN node scripts/production/build.ts

# Nothing that runs in the image has an install script, or needs what only the bundler reads.
FROM ${NODE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund \
 && rm -rf node_modules/@picocss/pico node_modules/esbuild

FROM ${NODE} AS base
ARG VERSION=0.3.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Censo Vivo" \
      org.opencontainers.image.description="Portal de registro que consulta el censo electoral colombiano y muestra la respuesta en vivo" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.base.name="docker.io/library/node:24.21.0-bookworm-slim" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV GIT_COMMIT=${REVISION}
RUN apt-get update \
 && apt-get install -y --no-install-recommends tini \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json moleculer.config.ts ./
COPY scripts/production ./scripts/production
COPY shared ./shared
# One by one: the simulator stays out.
COPY services/accounts ./services/accounts
COPY services/census ./services/census
COPY services/scraper ./services/scraper
COPY services/gateway ./services/gateway
COPY templates ./templates
COPY consent ./consent
COPY --from=bundle /app/dist ./dist
# The root may be read-only: everything that is written goes below /tmp.
ENV NODE_ENV=production \
    HOME=/tmp \
    DATA_DIR=/tmp/censo
# By number, so that Kubernetes can tell that it is not root.
USER 1000:1000
EXPOSE 3000 9464
HEALTHCHECK --interval=5s --timeout=4s --start-period=90s --retries=6 CMD ["node", "scripts/production/container-health.mjs"]
ENTRYPOINT ["tini", "--", "node", "scripts/production/start.mjs"]

FROM base AS scraper
USER root
RUN apt-get update \
 && apt-get install -y --no-install-recommends chromium fonts-liberation \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt
USER 1000:1000
# How far the browser can be shut in depends on the container's filter of system calls (k8s/seccomp/scraper.json lets it): the
# scraper tries, and warns.
ENV CHROMIUM_PATH=/usr/bin/chromium
CMD ["scraper"]

FROM base AS demo
COPY services/simulator ./services/simulator
COPY --from=demo-bundle /app/dist ./dist
ENV NODE_ENV=development
CMD ["simulator"]

FROM base AS portal
CMD ["gateway"]
