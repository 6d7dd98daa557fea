namespace Longshore.Core.Capacity.Prices;

/// <summary>Reads price lists.</summary>
public static class PriceFile
{
    private const string BuiltIn = "Longshore.Capacity.Prices.prices.json";

    public static PriceList Default()
    {
        using var stream = typeof(PriceFile).Assembly.GetManifestResourceStream(BuiltIn)
            ?? throw new InvalidOperationException($"{BuiltIn} is not in the assembly.");
        return JsonSerializer.Deserialize(stream, PriceJson.Default.PriceList)!;
    }

    /// <exception cref="InvalidWorkException">The file cannot be read or holds no such list.</exception>
    public static PriceList Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var list = JsonSerializer.Deserialize(stream, PriceJson.Default.PriceList);
            return Problem(list) is { } problem ? throw new InvalidWorkException($"--prices holds '{path}': {problem}.") : list!;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InvalidWorkException($"--prices holds '{path}', which cannot be read as a price list: {error.Message}");
        }
    }

    /// <summary>The problem of a list; null if there is none.</summary>
    private static string? Problem(PriceList? list)
    {
        if (list is null || list.Schema != PriceList.CurrentSchema)
            return $"it has the schema '{list?.Schema}', and this version reads '{PriceList.CurrentSchema}'";
        if (list.Classes is null || list.Classes.Count(one => one?.Name == ClassPrice.StandardName) != 1)
            return $"it needs the class {ClassPrice.StandardName} once";
        foreach (var one in list.Classes)
        {
            if (one?.StoragePerGiBMonth is not { } steps || string.IsNullOrEmpty(one.Name))
                return "a class lacks its name or its storagePerGiBMonth";
            if (steps.Length == 0 || steps[^1].UpToGiB is not null || steps[..^1].Any(step => step.UpToGiB is null)
                || steps[..^1].Zip(steps[..^1].Skip(1)).Any(pair => pair.First.UpToGiB >= pair.Second.UpToGiB))
                return $"the steps of storagePerGiBMonth of {one.Name} must ascend, and the last has no upToGiB";
            decimal[] prices = [one.PutPer1000, one.GetPer1000, one.UploadPerGiB, one.RetrievalPerGiB, one.RetrievalPer1000,
                one.MonitoringPer1000, .. steps.Select(step => step.Price), .. (one.Tiers ?? []).Select(tier => tier.Price)];
            if (prices.Any(price => price < 0) || one.MinimumBytes < 0 || one.MinimumDays < 0 || one.OverheadBytes < 0
                || one.OverheadStandardBytes < 0)
                return $"a number of {one.Name} is negative";
        }

        return null;
    }
}
