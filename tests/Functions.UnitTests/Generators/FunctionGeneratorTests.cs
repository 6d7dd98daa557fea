using Longshore.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Longshore.UnitTests.Generators;

/// <summary>What the source generator accepts, and the compile error for everything else.</summary>
public sealed class FunctionGeneratorTests
{
    private const string Good = """
        [Function("good")]
        internal sealed class GoodFunction(System.TimeProvider clock)
        {
            [CloudEventTrigger("t.one", "t.two")]
            public Task<CloudEvent?> RunAsync(ScanRequested data, FunctionContext context, CancellationToken cancellation) =>
                throw new System.Exception(clock.ToString());
        }
        """;

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Functions.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))];

    [Fact]
    public void Generate_GoodFunction_CompilesWithoutErrors()
    {
        var (errors, text) = Generate(Good);

        Assert.Empty(errors);
        Assert.Contains("typeof(global::GoodFunction)", text, StringComparison.Ordinal);
        Assert.Contains("[\"t.one\", \"t.two\"]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_NoFunction_CompilesWithoutErrors() => Assert.Empty(Generate("").Errors);

    [Fact]
    public void Generate_DeadLetterTrigger_TakesBytes() => Assert.Empty(Generate("""
        [Function("letters")]
        internal sealed class LetterFunction
        {
            [DeadLetterTrigger]
            public Task<CloudEvent?> RunAsync(
                System.ReadOnlyMemory<byte> data, FunctionContext context, CancellationToken cancellation) =>
                throw new System.Exception();
        }
        """).Errors);

    private const string Page = """
        [Function("page")]
        internal sealed class PageFunction
        {
            [HttpGetTrigger("/page")]
            public Task<HttpGetAnswer> GetAsync(HttpGetRequest request, CancellationToken cancellation) =>
                throw new System.Exception();
        }
        """;

    [Fact]
    public void Generate_HttpGetTrigger_CompilesWithoutErrors()
    {
        var (errors, text) = Generate(Page);

        Assert.Empty(errors);
        Assert.Contains("Gets = [new([\"/page\"]", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LS009", "Task<HttpGetAnswer>", "Task<string>")]
    [InlineData("LS009", "HttpGetRequest request, ", "")]
    [InlineData("LS009", "public Task", "public static Task")]
    [InlineData("LS010", "\"/page\"", "")]
    [InlineData("LS010", "\"/page\"", "\"page\"")]
    [InlineData("LS003", "[HttpGetTrigger(\"/page\")]", "")]
    public void Generate_WrongHttpGet_IsACompileError(string id, string right, string wrong) =>
        Assert.Equal(id, Assert.Single(Generate(Page.Replace(right, wrong, StringComparison.Ordinal)).Errors).Split(':')[0]);

    [Theory]
    [InlineData("LS001", "public Task<CloudEvent?> RunAsync", "public Task RunAsync")]
    [InlineData("LS001", "public Task<CloudEvent?> RunAsync", "public CloudEvent? RunAsync")]
    [InlineData("LS001", "public Task<CloudEvent?> RunAsync", "private Task<CloudEvent?> RunAsync")]
    [InlineData("LS001", "public Task<CloudEvent?> RunAsync(", "public static Task<CloudEvent?> RunAsync(")]
    [InlineData("LS001", ", CancellationToken cancellation)", ")")]
    [InlineData("LS001", "ScanRequested data, FunctionContext context", "FunctionContext context, ScanRequested data")]
    [InlineData("LS001", "ScanRequested data", "System.ReadOnlyMemory<byte> data")]
    [InlineData("LS003", "[CloudEventTrigger(\"t.one\", \"t.two\")]", "")]
    [InlineData("LS004", "ScanRequested data", "System.Version data")]
    [InlineData("LS005", "internal sealed class", "internal abstract class")]
    [InlineData("LS005", "GoodFunction(System.TimeProvider clock)", "GoodFunction<T>(System.TimeProvider clock)")]
    [InlineData("LS007", "[Function(\"good\")]", "[Function(\"Good one\")]")]
    [InlineData("LS007", "[Function(\"good\")]", "[Function(\"\")]")]
    [InlineData("LS008", "[CloudEventTrigger(\"t.one\", \"t.two\")]", "[CloudEventTrigger]")]
    [InlineData("LS008", "\"t.two\"", "\"\"")]
    [InlineData("LS008", "\"t.two\"", "\"t.one\"")]
    public void Generate_WrongFunction_IsACompileError(string id, string from, string to) =>
        Assert.Contains(id, Generate(Good.Replace(from, to, StringComparison.Ordinal)).Errors);

    [Fact]
    public void Generate_TwoOfOneName_IsACompileError() =>
        Assert.Equal(["LS002"], Generate(Good + Good.Replace("GoodFunction", "OtherFunction", StringComparison.Ordinal)).Errors);

    [Fact]
    public void Generate_AddOfNoFunction_IsACompileError() => Assert.Equal(["LS006"], Generate(Good + """
        internal static class Composition
        {
            public static void Add(FunctionsBuilder functions) => functions.Add<GoodFunction>().Add<System.Version>();
        }
        """).Errors);

    /// <summary>Compiles as this very assembly, so that the product's internals are visible.</summary>
    private static (string[] Errors, string Text) Generate(string code)
    {
        var source = CSharpSyntaxTree.ParseText(
            """
            using System.Threading;
            using System.Threading.Tasks;
            using CloudNative.CloudEvents;
            using Longshore.Core.Scan;
            using Longshore.Model;

            [System.Text.Json.Serialization.JsonSerializable(typeof(ScanRequested))]
            internal sealed class DataJson() : System.Text.Json.Serialization.JsonSerializerContext(null)
            {
                public static DataJson Default { get; } = new();
                protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;
                public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(System.Type type) => null;
            }

            """ + code,
            cancellationToken: TestContext.Current.CancellationToken);
        var compilation = CSharpCompilation.Create(
            "Functions.UnitTests", [source], References,
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create(new FunctionGenerator()).RunGeneratorsAndUpdateCompilation(
            compilation, out var output, out var diagnostics, TestContext.Current.CancellationToken);
        var errors = diagnostics.Concat(output.GetDiagnostics(TestContext.Current.CancellationToken))
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => diagnostic.Id);
        return ([.. errors], output.SyntaxTrees.Last().ToString());
    }
}
