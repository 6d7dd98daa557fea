using System.Diagnostics;
using Longshore.FaultTests.Stage;
using Longshore.Stage;
using Longshore.Volumes;

namespace Longshore.FaultTests.Worlds;

/// <summary>Works on the volume as a careless, and sometimes hostile, application does, and keeps a journal of it.</summary>
internal sealed class VolumeWriter(World world, string volume, string outside, ulong seed)
{
    /// <summary>A hold-open act waits for longer than a file must be left alone.</summary>
    private static readonly TimeSpan Held = StageOptions.LeftAlone * 1.6;

    private readonly string[] _paths = [.. world.Files.Select(FileNames.Of)];
    private readonly Random _random = new((int)(seed & 0x7FFFFFFF));

    /// <summary>
    /// Paths that share a file: whoever writes to one writes to both, and which these are is Longshore's doing too.
    /// </summary>
    private readonly HashSet<string> _shared = new(StringComparer.Ordinal);
    private static readonly ManualResetEventSlim Never = new();
    private int _made;

    public WriterJournal Journal { get; } = new();

    /// <summary>Held during each act, and by whoever takes the volume away.</summary>
    public Lock Mounted { get; } = new();

    /// <summary>Whether the filesystem can tell Longshore of an open writer.</summary>
    public bool LeasesWork { get; private set; }

    /// <summary>The files that are there at first, secrets outside, and things that are no files.</summary>
    public void Prepare()
    {
        for (var i = 0; i < _paths.Length; i++)
            Write(_paths[i], Bytes(world.Files[i].Size));
        File.WriteAllText(Path.Combine(outside, "secret"), "the pod's token");
        foreach (var path in _paths.Where(path => !path.Contains('/', StringComparison.Ordinal)))
            File.WriteAllText(Path.Combine(outside, path), $"secret {path}");
        foreach (var path in _paths.Where(path => path.StartsWith("a/", StringComparison.Ordinal)))
        {
            var full = Path.Combine(outside, path[2..]);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, $"secret {path}");
        }

        File.CreateSymbolicLink(Full("link"), Path.Combine(outside, "secret"));
        File.CreateSymbolicLink(Full("links"), outside);
        Posix.MakeFifo(Full("fifo"));
        Posix.WriteRaw(volume, [0x66, 0xff, 0xfe], [1, 2, 3]);
        LeasesWork = Lease();
    }

    public void Run(CancellationToken cancellation)
    {
        foreach (var act in world.Acts)
        {
            if (cancellation.IsCancellationRequested)
                return;
            Pause(TimeSpan.FromMicroseconds(act.Pause));
            try
            {
                lock (Mounted)
                    Do(act);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Longshore has deleted it, or a fault forbids it: the writer goes on, and its journal says what it last knew.
                _made++;
            }
        }
    }

    private void Do(WriterAct act)
    {
        var path = _paths[act.File % _paths.Length];
        if (_shared.Contains(path))
            return;
        Journal.Begin();
        switch (act.Kind)
        {
            case ActKind.Create:
                Write($"{Path.GetDirectoryName(path)}/new-{_made++}".TrimStart('/'), Bytes(act.Size));
                break;
            case ActKind.Rewrite:
                Write(path, Bytes(act.Size));
                break;
            case ActKind.RewriteUnseen:
                Write(path, Bytes(Journal.Current.TryGetValue(path, out var before) ? before.Content.Length : act.Size));
                File.SetLastWriteTimeUtc(Full(path), DateTime.UnixEpoch.AddYears(40).AddSeconds(act.File));
                break;
            case ActKind.Append:
                Append(path, Bytes(act.Size), hold: false);
                break;
            case ActKind.HoldOpen when LeasesWork:
                Append(path, Bytes(act.Size + 2), hold: true);
                break;
            case ActKind.Truncate:
                Truncate(path, act.Size);
                break;
            case ActKind.Rename:
                Rename(path, act.Size % 2 == 0 ? _paths[(act.File + 1) % _paths.Length] : $"moved-{_made++}");
                break;
            case ActKind.Remove:
                // In the journal first: a version that it is about to destroy is not Longshore's to keep.
                Journal.Removed(path);
                File.Delete(Full(path));
                break;
            case ActKind.SwapFile:
                SwapFile(path);
                break;
            case ActKind.SwapFolder:
                SwapFolder();
                break;
            case ActKind.HardLink:
                var twin = $"twin-{_made++}";
                if (Journal.Current.ContainsKey(path) && Posix.Link(Full(path), Full(twin)) == 0)
                {
                    Journal.Linked(path, twin);
                    _shared.Add(path);
                    _shared.Add(twin);
                }

                break;
        }
    }

    private void Write(string path, byte[] content)
    {
        var full = Full(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var watch = Stopwatch.GetTimestamp();
        using (var file = new FileStream(full, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
        {
            file.Write(content);
            Journal.Wrote(path, content);
        }

        Careful(path, watch);
    }

    private void Append(string path, byte[] more, bool hold)
    {
        if (!Journal.Current.TryGetValue(path, out var before))
            return;
        var watch = Stopwatch.GetTimestamp();
        using (var file = new FileStream(Full(path), FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
        {
            if (file.Length != before.Content.Length)
            {
                Journal.Surprises.Add($"{path} has {file.Length} bytes; the writer left {before.Content.Length}");
                return;
            }

            file.Seek(0, SeekOrigin.End);
            if (hold)
            {
                file.Write(more.AsSpan(0, more.Length / 2));
                Pause(Held);
                file.Write(more.AsSpan(more.Length / 2));
            }
            else
            {
                file.Write(more);
            }

            Journal.Wrote(path, [.. before.Content, .. more]);
        }

        if (!hold)
            Careful(path, watch);
    }

    private void Truncate(string path, int size)
    {
        if (!Journal.Current.TryGetValue(path, out var before))
            return;
        using var file = new FileStream(Full(path), FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var length = Math.Min(size, before.Content.Length);
        file.SetLength(length);
        Journal.Wrote(path, before.Content[..length]);
    }

    private void Rename(string from, string to)
    {
        if (!Journal.Current.ContainsKey(from) || from == to || _shared.Contains(to))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(Full(to))!);
        Journal.StoodAs(from, to);
        if (Posix.Rename(Full(from), Full(to)) == 0)
            Journal.Renamed(from, to);
    }

    private void SwapFile(string path)
    {
        var aside = $"aside-{_made++}";
        Journal.StoodAs(path, aside);
        if (Posix.Rename(Full(path), Full(aside)) != 0)
            return;
        File.CreateSymbolicLink(Full(path), Path.Combine(outside, "secret"));
        Pause(TimeSpan.FromMilliseconds(_random.Next(5)));
        // Away by then if Longshore has shipped it under the name that it had meanwhile.
        if (Posix.Rename(Full(aside), Full(path)) != 0)
            File.Delete(Full(path));
    }

    private void SwapFolder()
    {
        var aside = $"a-aside-{_made++}";
        Journal.StoodAs("a", aside);
        if (Posix.Rename(Full("a"), Full(aside)) != 0)
            return;
        File.CreateSymbolicLink(Full("a"), outside);
        Pause(TimeSpan.FromMilliseconds(_random.Next(8)));
        File.Delete(Full("a"));
        Posix.Rename(Full(aside), Full("a"));
    }

    /// <summary>A thread that was put to sleep between open and close leaves a half-written file for all to see.</summary>
    private void Careful(string path, long since)
    {
        if (Stopwatch.GetElapsedTime(since) > StageOptions.LeftAlone / 2)
            Journal.Careless.Add(path);
    }

    /// <summary>Bytes that no other file has, beginning with a number that says so.</summary>
    private byte[] Bytes(int size)
    {
        var bytes = new byte[size];
        _random.NextBytes(bytes);
        return bytes;
    }

    private string Full(string path) => Path.Combine(volume, path);

    /// <summary>It has a thread of its own, as another program would.</summary>
    private static void Pause(TimeSpan time) => Never.Wait(time);

    private bool Lease()
    {
        var probe = Path.Combine(outside, "lease");
        using var write = new FileStream(probe, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        using var read = File.OpenHandle(probe, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return WriterLease.Probe(read) == WriterState.Open;
    }
}
