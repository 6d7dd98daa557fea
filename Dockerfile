# Both tags name one release, so that a build today and a build next month start from the same bytes. Give a mirror's name, or
# a digest, with --build-arg. The two stay on one Ubuntu release: a binary must not meet an older libc than it was linked with.
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0.401-noble-aot
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/runtime-deps:10.0.12-noble-chiseled

FROM ${SDK_IMAGE} AS build
WORKDIR /source
# What names packages, and nothing else: a change of code finds the restored packages in their layer.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY functions/Directory.Build.props functions/Directory.Build.targets functions/
COPY functions/Settings/Settings.csproj functions/Settings/packages.lock.json functions/Settings/
COPY functions/Volume/Volume.csproj functions/Volume/packages.lock.json functions/Volume/
COPY functions/Store/Store.csproj functions/Store/packages.lock.json functions/Store/
COPY functions/Core/Core.csproj functions/Core/packages.lock.json functions/Core/
COPY functions/Model/Model.csproj functions/Model/packages.lock.json functions/Model/
COPY functions/Generators/Generators.csproj functions/Generators/packages.lock.json functions/Generators/
COPY functions/App/App.csproj functions/App/packages.lock.json functions/App/
COPY functions/Cli/Cli.csproj functions/Cli/packages.lock.json functions/Cli/
RUN dotnet restore functions/App --use-current-runtime && dotnet restore functions/Cli --use-current-runtime
COPY BannedSymbols.txt .editorconfig ./
COPY functions functions
ARG REVISION=unknown
RUN for program in App Cli; do \
      dotnet publish functions/$program -c Release --use-current-runtime --no-restore -o /publish/$program -p:SourceRevisionId=${REVISION} || exit 1; \
    done

# No shell, no package manager: libc, OpenSSL for TLS to AWS, and the certificates of the public authorities.
FROM ${RUNTIME_IMAGE} AS final
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG SOURCE=unknown
ARG RUNTIME_IMAGE
LABEL org.opencontainers.image.title="Longshore" \
      org.opencontainers.image.description="Unloads a Kubernetes volume into S3 with CloudEvent functions on Knative" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="${RUNTIME_IMAGE}"
# Diagnostics would put a socket into /tmp.
ENV DOTNET_EnableDiagnostics=0
COPY --from=build /publish/App/longshore-functions /longshore-functions
# What people run, in a pod for a while: replay, status, capacity, doctor.
COPY --from=build /publish/Cli/longshore /longshore
# A number, since Kubernetes cannot tell from a name that the user is not root.
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/longshore-functions"]
