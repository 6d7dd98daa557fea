namespace Longshore.Core.Status.Records;

/// <summary>An object beneath the state prefix of which nothing is believed.</summary>
/// <param name="Key">As S3 lists it: anybody who may write there has chosen it.</param>
/// <param name="Problem">Why, in words that go on after "it" or the key.</param>
public sealed record DamagedObject(string Key, string Problem);
