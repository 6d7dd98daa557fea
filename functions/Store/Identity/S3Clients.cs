using Amazon;
using Amazon.RuntimeDependencies;
using Amazon.SecurityToken;

namespace Longshore.Store.Identity;

/// <summary>Builds the only S3 client of a process, with the base identity of the SDK's chain or with the assumed role.</summary>
internal static class S3Clients
{
    public static IAmazonS3 Create(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<S3Options>>().Value;
        KnowSts(options);
        foreach (var sentence in options.Unused())
            services.GetRequiredService<ILoggerFactory>().CreateLogger<S3Options>().SettingUnused(sentence);
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.ForcePathStyle,
            // RequestRetry retries: the limit of uploads in flight must see each throttled answer.
            MaxErrorRetry = 0,
            RetryMode = RequestRetryMode.Standard,
            Timeout = TimeSpan.FromSeconds(100),
            // Without this an environment variable decides.
            USEast1RegionalEndpointValue = S3UsEast1RegionalEndpointValue.Regional,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        Point(config, options.ServiceUrl);
        if (config.ServiceURL is null && config.RegionEndpoint is null)
            throw new SettingsException(
            [
                "AWS_REGION is empty; set it to the bucket's region, such as eu-central-1, or S3__ServiceUrl for a store that is "
                    + "not AWS.",
                .. SettingNames.Ignored(services.GetRequiredService<IConfiguration>(),
                    [.. services.GetServices<SectionSettings>()]),
            ]);
        return string.IsNullOrEmpty(options.RoleArn)
            ? new AmazonS3Client(config)
            : new AmazonS3Client(Assume(services, options), config);
    }

    /// <summary>
    /// Web identity (IRSA) needs STS. Without this the SDK looks for the STS client by reflection, which Native AOT does not
    /// have. Source: AWS SDK for .NET, GlobalRuntimeDependencyRegistry.
    /// </summary>
    private static void KnowSts(S3Options options) =>
        GlobalRuntimeDependencyRegistry.Instance.RegisterSecurityTokenServiceClient(context =>
        {
            // Callers give up after this time. A request that took longer would delay the next caller.
            var config = new AmazonSecurityTokenServiceConfig { MaxErrorRetry = 1, Timeout = options.CredentialsTimeout };
            Point(config, options.StsUrl);
            if (string.IsNullOrEmpty(options.StsUrl) && context.SecurityTokenServiceClientContextData?.Region is { } region)
                config.RegionEndpoint = region;
            // AssumeRoleWithWebIdentity is not signed; the token proves the identity.
            return new AmazonSecurityTokenServiceClient(new AnonymousAWSCredentials(), config);
        });

    /// <summary>A client of STS that signs by the given credentials.</summary>
    public static AmazonSecurityTokenServiceClient Sts(AWSCredentials credentials, S3Options options)
    {
        var config = new AmazonSecurityTokenServiceConfig
        {
            MaxErrorRetry = 4,
            RetryMode = RequestRetryMode.Standard,
            Timeout = options.CredentialsTimeout,
        };
        Point(config, options.StsUrl);
        return new(credentials, config);
    }

    private static AssumedRoleCredentials Assume(IServiceProvider services, S3Options options)
    {
        var identity = services.GetRequiredService<BaseIdentity>();
        var configuration = services.GetRequiredService<IConfiguration>();
        var credentials = new AssumedRoleCredentials(
            Sts(identity, options),
            identity,
            options,
            AssumedRoleCredentials.SessionName(configuration["FUNCTIONS"], Environment.MachineName),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger<AssumedRoleCredentials>())
        {
            // Renewed a fifth of its duration before its end, five minutes at most, so that signed requests still arrive in time.
            PreemptExpiryTime = TimeSpan.FromTicks(Math.Min(TimeSpan.FromMinutes(5).Ticks, options.SessionDuration.Ticks / 5)),
        };
        services.GetRequiredService<Session>().Credentials = credentials;
        return credentials;
    }

    private static void Point(ClientConfig config, string? url)
    {
        // Without this AWS_DEFAULTS_MODE decides, and changes time-outs and retries.
        config.DefaultConfigurationMode = DefaultConfigurationMode.Standard;
        if (!string.IsNullOrEmpty(url))
        {
            config.ServiceURL = url;
            config.AuthenticationRegion = AwsEnvironment.Region ?? RegionEndpoint.USEast1.SystemName;
        }
        else if (AwsEnvironment.Region is { } region)
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
    }
}
