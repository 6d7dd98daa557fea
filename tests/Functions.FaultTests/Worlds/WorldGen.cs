using CsCheck;
using Longshore.Core.Ship;
using Longshore.FaultTests.Stage;
using Longshore.Sandbox.S3.Faults;
using Longshore.Stage;

namespace Longshore.FaultTests.Worlds;

/// <summary>Draws worlds. The same seed draws the same world.</summary>
internal static class WorldGen
{
    private const int Part = StageOptions.PartBytes;

    private static readonly Gen<int> Size = Gen.Frequency(
        (1, Gen.Const(0)),
        (1, Gen.Const(1)),
        (10, Gen.Int[2, 3000]),
        (3, Gen.OneOf(Part - 1, Part, Part + 1, 2 * Part, (2 * Part) + 1, 5 * Part)));

    private static readonly Gen<FileSpec> File = Gen.Select(
        Gen.Frequency((20, Gen.Const(NameKind.Plain)), (12, Gen.Enum<NameKind>())), Gen.Int[0, 5], Size,
        (name, folder, size) => new FileSpec(name, folder, size));

    private static readonly Gen<WriterAct> Act = Gen.Select(Gen.Enum<ActKind>(), Gen.Int[0, 6000], Gen.Int[0, 200], Size,
        (kind, pause, file, size) => new WriterAct(kind, pause, file, size));

    private static readonly Gen<(FaultKind Kind, string Operation)> Struck = Gen.Frequency(
        (8, Gen.Select(
            Gen.OneOf(FaultKind.SlowDown, FaultKind.InternalError, FaultKind.Latency, FaultKind.ExpiredToken,
                FaultKind.LostResponse),
            Gen.OneOf("PutObject", "ListObjectsV2", "HeadObject", "GetObject", "UploadPart", "CompleteMultipartUpload",
                "CreateMultipartUpload", "DeleteObject", "ListParts"),
            (kind, operation) => (kind, operation))),
        (4, Gen.Select(
            Gen.OneOf(FaultKind.Conflict, FaultKind.CutRequest, FaultKind.WrongChecksum),
            Gen.OneOf("PutObject", "UploadPart", "CompleteMultipartUpload"),
            (kind, operation) => (kind, operation))),
        (3, Gen.Select(
            Gen.OneOf(FaultKind.CutResponse, FaultKind.TruncateBody, FaultKind.CorruptBody),
            Gen.Const("GetObject"),
            (kind, operation) => (kind, operation))),
        (2, Gen.Select(
            Gen.OneOf(FaultKind.AccessDenied, FaultKind.WebPage),
            Gen.OneOf("PutObject", "ListObjectsV2", "HeadObject", "GetObject"),
            (kind, operation) => (kind, operation))),
        (1, Gen.Select(Gen.OneOf(FaultKind.Archived, FaultKind.MissingPage), Gen.OneOf("HeadObject", "GetObject"),
            (kind, operation) => (kind, operation))),
        (1, Gen.Const((FaultKind.InternalError, "AssumeRole"))));

    private static readonly Gen<Fault> StoreFault = Gen.Select(
        Struck, Gen.Int[0, 30], Gen.Int[1, 8], Gen.Int[0, 40], Gen.Int[0, 500],
        (struck, skip, count, delay, bytes) => new Fault
        {
            Kind = struck.Kind,
            Operation = struck.Operation,
            Skip = struck.Operation == "AssumeRole" ? 0 : struck.Operation is "PutObject" or "UploadPart" ? skip : skip / 6,
            // The SDK itself repeats a refused AssumeRole, with waits that nothing here can hasten.
            Count = struck.Operation == "AssumeRole" ? 1 : count,
            Delay = TimeSpan.FromMilliseconds(delay),
            AfterBytes = bytes,
        });

    private static readonly Gen<EventFault> EventFault = Gen.Select(
        Gen.Enum<EventFaultKind>(), Gen.OneOf("schedule", "sync", "sync", "cleanup", "cleanup"), Gen.Int[0, 3], Gen.Int[1, 2],
        Gen.Int[1, 60],
        (kind, function, skip, count, delay) => new EventFault(kind, function, skip, count, TimeSpan.FromMilliseconds(delay)));

    private static readonly Gen<VolumeFault> VolumeFault = Gen.Select(
        Gen.Enum<VolumeFaultKind>(), Gen.Int[0, 60], Gen.Int[5, 80], Gen.Int[0, 200],
        (kind, after, time, file) => new VolumeFault(kind, after, time, file));

    private static readonly Gen<World> Any = Gen.Select(
        File.Array[50, 80],
        Gen.Frequency((1, Gen.Const(Array.Empty<WriterAct>())), (4, Act.Array[10, 40])),
        Gen.Select(StoreFault.Array[2, 6], EventFault.Array[1, 3],
            Gen.Frequency((1, Gen.Const(Array.Empty<VolumeFault>())), (1, VolumeFault.Array[1, 2]))),
        Gen.Select(Gen.Enum<ConflictPolicy>(), Gen.OneOf(7, 20, 50, 1000), Gen.Int[1, 3], Gen.Bool, Gen.Bool),
        (files, acts, faults, settings) => new World(files, acts, faults.Item1, faults.Item2, faults.Item3,
            settings.Item1, settings.Item2, settings.Item3, settings.Item4, settings.Item5));

    /// <summary>In half of the worlds only small batches fit into an event, and in half of them there are bundles.</summary>
    public static World Draw(ulong seed) => Any.Generate(new PCG(1, seed), null, out _) with
    {
        EventBytes = seed / 2 % 2 == 0 ? 600 : null,
        BundleUpTo = seed / 4 % 2 == 0 ? 2500 : 0,
    };
}
