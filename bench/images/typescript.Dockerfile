ARG BASE
# The compiler as npm installs it, with Node's types.
FROM ${BASE}
COPY node_modules/@typescript/old /opt/npm/node_modules/typescript
COPY node_modules/@types/node /opt/npm/node_modules/@types/node
COPY node_modules/undici-types /opt/npm/node_modules/undici-types
