using System.Runtime.CompilerServices;
using Longshore.Stage;

namespace Longshore.IntegrationTests;

/// <summary>
/// The keys come from the SDK's own chain, which reads the environment of the process. They are there before any test runs, so
/// that no test depends on another.
/// </summary>
internal static class TestCredentials
{
    [ModuleInitializer]
    internal static void Set() => RuntimeHelpers.RunClassConstructor(typeof(Cluster).TypeHandle);
}
