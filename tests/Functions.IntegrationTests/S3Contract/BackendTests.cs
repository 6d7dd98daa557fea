namespace Longshore.IntegrationTests.S3Contract;

public sealed class SandboxContractTests(SandboxBackend backend) : S3ContractTests(backend), IClassFixture<SandboxBackend>;

public sealed class LocalStackContractTests(LocalStackBackend backend)
    : S3ContractTests(backend), IClassFixture<LocalStackBackend>;

public sealed class MotoContractTests(MotoBackend backend) : S3ContractTests(backend), IClassFixture<MotoBackend>;

public sealed class EndpointContractTests(EndpointBackend backend) : S3ContractTests(backend), IClassFixture<EndpointBackend>;
