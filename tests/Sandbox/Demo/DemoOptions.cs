using System.Globalization;

namespace Longshore.Sandbox.Demo;

/// <summary>What <c>make demo</c> is asked to do: environment variables <c>DEMO_*</c>.</summary>
internal sealed record DemoOptions
{
    /// <summary><c>DEMO_FILES</c>: files to write. Default 5,000, an hour of the example in docs/capacity.md.</summary>
    public int Files { get; init; } = 5000;

    /// <summary><c>DEMO_BYTES</c>: size of each. Default 13,312.</summary>
    public int Bytes { get; init; } = 13312;

    /// <summary><c>DEMO_KILL=1</c>: kill every function in the middle and start them again.</summary>
    public bool Kill { get; init; }

    /// <summary><c>DEMO_BUNDLE=1</c>: ship the files once each by itself and once in bundles, and compare.</summary>
    public bool Bundle { get; init; }

    /// <summary><c>DEMO_SECONDS</c>: the run fails after this time. Default 300.</summary>
    public int Seconds { get; init; } = 300;

    /// <summary>The functions' program.</summary>
    public required string Functions { get; init; }

    /// <exception cref="UsageException">A variable holds what it may not.</exception>
    public static DemoOptions Read(Func<string, string?> variable, string functions)
    {
        return new DemoOptions
        {
            Files = Whole("DEMO_FILES", 5000, 1, 10_000_000),
            Bytes = Whole("DEMO_BYTES", 13312, 0, 1_000_000_000),
            Kill = Whole("DEMO_KILL", 0, 0, 1) == 1,
            Bundle = Whole("DEMO_BUNDLE", 0, 0, 1) == 1,
            Seconds = Whole("DEMO_SECONDS", 300, 1, 86_400),
            Functions = functions,
        };

        int Whole(string name, int standard, int minimum, int maximum) => variable(name) is not { Length: > 0 } text
            ? standard
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum
                && number <= maximum
                ? number
                : throw new UsageException($"{name} holds {text}; it takes a whole number from {minimum} to {maximum}.");
    }
}
