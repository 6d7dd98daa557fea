namespace Longshore.Sandbox.Writer;

/// <summary>What the sample writer writes.</summary>
internal sealed record WriterOptions
{
    /// <summary>The volume's directory; it exists.</summary>
    public required string Root { get; init; }

    /// <summary>Files in all, 0 or more.</summary>
    public required int Files { get; init; }

    /// <summary>Size of each file.</summary>
    public required long Bytes { get; init; }

    /// <summary>Files in one hour's folder. Default 5,000, as in the example of docs/capacity.md.</summary>
    public int FilesPerFolder { get; init; } = 5000;

    /// <summary>The hour of the last folder; those before it get the hours before.</summary>
    public required DateTimeOffset Hour { get; init; }

    /// <summary>The same seed gives the same bytes to the same file.</summary>
    public ulong Seed { get; init; } = 1;
}

/// <summary>A file as it was written.</summary>
/// <param name="Path">Relative to the volume's root, <c>/</c> between components.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
/// <param name="Size">In bytes.</param>
internal sealed record WrittenFile(string Path, string Sha256, long Size);
