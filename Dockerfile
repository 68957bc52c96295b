# syntax=docker/dockerfile:1
# The harness with its small models, for use without any network:
#   docker build -t harness .
#   docker run --rm --network none --user "$(id -u):$(id -g)" -v "$PWD:/work" harness check menu.harness.toml
# What it does stands in scripts/container.sh, which also runs where there is no Docker.
FROM python:3.12-slim AS build
COPY . /src
RUN bash /src/scripts/container.sh install /opt/harness

FROM python:3.12-slim
COPY --from=build /opt/harness /opt/harness
RUN useradd --create-home --uid 10001 harness && mkdir -m 1777 /cache && mkdir -m 1777 /work
ENV PATH=/opt/harness/bin:$PATH XDG_CACHE_HOME=/cache PYTHONDONTWRITEBYTECODE=1
USER harness
WORKDIR /work
RUN --mount=type=bind,source=scripts/container.sh,target=/container.sh bash /container.sh prove
ENTRYPOINT ["harness"]
CMD ["--help"]
