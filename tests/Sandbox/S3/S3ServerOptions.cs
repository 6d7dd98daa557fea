using Longshore.Sandbox.Iam;

namespace Longshore.Sandbox.S3;

/// <summary>What the sandbox's S3 and STS should be like. The defaults are AWS's.</summary>
internal sealed record S3ServerOptions
{
    /// <summary>Who exists and what they may do.</summary>
    public required IamDirectory Iam { get; init; }

    /// <summary>On 127.0.0.1; 0 picks a free one.</summary>
    public int Port { get; init; }

    /// <summary>Signatures for any other region are refused.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Created at the start.</summary>
    public IReadOnlyList<string> Buckets { get; init; } = [];

    /// <summary>Signatures, expiry and LastModified go by it.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>LastModified goes by this one instead, if there is one.</summary>
    public TimeProvider? ObjectTime { get; init; }

    /// <summary>Bytes of every part but the last; S3 demands 5 MiB.</summary>
    public long MinimumPartSize { get; init; } = 5 << 20;

    /// <summary>The least DurationSeconds that AssumeRole accepts; STS demands 900 s.</summary>
    public TimeSpan MinimumSessionDuration { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// What <c>aws:SecureTransport</c> is. True although loopback is plain HTTP, so that policies that demand TLS can be
    /// rehearsed.
    /// </summary>
    public bool SecureTransport { get; init; } = true;

    /// <summary>A Host that ends so names the bucket before it (virtual-hosted style); any other means path style.</summary>
    public string HostSuffix { get; init; } = ".localhost";
}
