using Longshore.Model;
using Longshore.Settings;

namespace Longshore.UnitTests.Model;

public sealed class SettingsFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("longshore-settings-").FullName;

    private string File => Path.Combine(_folder, "appsettings.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("{\n  \"S3\": {\n    \"Bucket\" \"b\"\n  }\n}", "is not JSON at line 3")]
    [InlineData("S3__Bucket=b", "is not JSON at line 1")]
    [InlineData("{\n\"S3\": {", "is not JSON at line 2")]
    [InlineData("", "is empty")]
    [InlineData("[]", "must hold one JSON object")]
    [InlineData("{\"PORT\": 1, \"port\": 2}", "must hold one JSON object, in which no name occurs twice")]
    public void ReadFile_NoSettings_NamesTheFileAndWhatIsWrong(string content, string says)
    {
        System.IO.File.WriteAllText(File, content);

        var message = Assert.Single(Assert.Throws<SettingsException>(() => FunctionHost.ReadFile(File)).Messages);

        Assert.StartsWith($"{File} {says}", message, StringComparison.Ordinal);
        Assert.Matches("delete (it|the file)[.]$", message);
    }

    [Fact]
    public void ReadFile_Directory_IsTold()
    {
        Directory.CreateDirectory(File);

        Assert.Equal([$"{File} is a directory; put a file there, or delete it."],
            Assert.Throws<SettingsException>(() => FunctionHost.ReadFile(File)).Messages);
    }

    [Fact]
    public void ReadFile_CommentsAndCommas_AreTaken()
    {
        System.IO.File.WriteAllText(File, "{ // mine\n \"S3\": { \"Bucket\": \"b\", }, }");

        Assert.Equal("b", FunctionHost.ReadFile(File)["S3:Bucket"]);
    }
}
