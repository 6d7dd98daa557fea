namespace Longshore.ModelTests.Flow;

/// <summary>Words for the story.</summary>
internal static class Words
{
    private static readonly string[] Names = ["a", "b", "c", "d", "e", "f"];

    public static string Name(int name) => Names[name];

    public static string Content(int content) => content < 0 ? "a mix of two contents" : $"#{content}";
}
