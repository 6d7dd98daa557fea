using Longshore.Cli;
using Longshore.Cli.Ship;
using Longshore.UnitTests.Volumes;
using Longshore.Volumes;
using Microsoft.Extensions.Options;

namespace Longshore.UnitTests.Cli.Ship;

public sealed class ShipGuardTests : IDisposable
{
    private readonly TempVolume _volume = new();

    [Fact]
    public void CheckNamed_Directory_Passes() => ShipGuard.CheckNamed(_volume.Root);

    [Fact]
    public void CheckNamed_Nothing_SaysSo() => Refuses(_volume.Full("absent"), "does not exist");

    [Fact]
    public void CheckNamed_File_SaysSo()
    {
        _volume.Write("f");

        Refuses(_volume.Full("f"), "is a file");
    }

    [Fact]
    public void CheckNamed_LinkToNothing_NamesTheTarget()
    {
        File.CreateSymbolicLink(_volume.Full("link"), _volume.Full("absent"));

        Refuses(_volume.Full("link"), $"is a link to '{_volume.Full("absent")}', which does not exist");
    }

    [Fact]
    public void CheckNamed_LinkToAFile_IsAFile()
    {
        _volume.Write("f");
        File.CreateSymbolicLink(_volume.Full("link"), _volume.Full("f"));

        Refuses(_volume.Full("link"), "is a file");
    }

    [Fact]
    public void CheckNamed_LinkToItself_CannotBeRead()
    {
        File.CreateSymbolicLink(_volume.Full("link"), _volume.Full("link"));

        Refuses(_volume.Full("link"), "cannot be read");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("/tmp/..")]
    public void CheckNamed_RootOfTheFilesystem_IsRefused(string directory) => Refuses(directory, "root of the whole filesystem");

    [Fact]
    public void CheckNamed_LinkToTheRootOfTheFilesystem_IsRefused()
    {
        File.CreateSymbolicLink(_volume.Full("link"), "/");

        Refuses(_volume.Full("link"), "root of the whole filesystem");
    }

    [Fact]
    public void CheckWritable_TrashCannotBeMade_SaysWhatToDo()
    {
        // What root may do anywhere: a file in the way of the trash folder stops everyone.
        _volume.Write(".longshore");

        var error = Assert.Throws<UsageException>(
            () => ShipGuard.CheckWritable(new Volume(Options.Create(_volume.Options)), _volume.Root));

        Assert.Contains(_volume.Root, error.Message, StringComparison.Ordinal);
        Assert.Contains("--keep", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckWritable_Directory_LeavesNothingButTheTrashFolder()
    {
        ShipGuard.CheckWritable(new Volume(Options.Create(_volume.Options)), _volume.Root);

        Assert.Equal([".longshore", ".longshore/trash"],
            Directory.EnumerateFileSystemEntries(_volume.Root, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(_volume.Root, path)).Order());
    }

    public void Dispose() => _volume.Dispose();

    private static void Refuses(string directory, string says)
    {
        var message = Assert.Throws<UsageException>(() => ShipGuard.CheckNamed(directory)).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.Contains($"'{directory}'", message, StringComparison.Ordinal);
    }
}
