# Node runs TypeScript by stripping its types: nothing more is needed.
ARG BASE
FROM ${BASE}
