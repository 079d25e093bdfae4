# One image for every service; the scraper's adds Debian's Chromium. Start a service with its name as the argument.
FROM node:24-bookworm-slim AS assets
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
COPY scripts ./scripts
COPY shared ./shared
COPY services ./services
COPY public ./public
RUN node scripts/build-assets.ts

FROM node:24-bookworm-slim AS base
RUN apt-get update \
 && apt-get install -y --no-install-recommends tini \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional && npm cache clean --force
COPY moleculer.config.ts ./
COPY scripts ./scripts
COPY shared ./shared
COPY services ./services
COPY templates ./templates
COPY --from=assets /app/public/built ./public/built
ENV NODE_ENV=production
USER node
ENTRYPOINT ["tini", "--", "node", "scripts/start.mjs"]

FROM base AS scraper
USER root
RUN apt-get update \
 && apt-get install -y --no-install-recommends chromium fonts-liberation \
 && rm -rf /var/lib/apt/lists/*
USER node
CMD ["scraper"]

FROM base AS portal
CMD ["gateway"]
