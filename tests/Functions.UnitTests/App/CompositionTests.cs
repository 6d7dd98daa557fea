using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Longshore.App.Events;
using Longshore.Core.Scan;
using Longshore.Model;
using Longshore.Model.Events;
using Longshore.Settings;
using Longshore.UnitTests.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Longshore.UnitTests.App;

/// <summary>What is hosted, and what stops the start.</summary>
public sealed class CompositionTests
{
    private static readonly string[] Known = ["schedule", "sync", "cleanup"];
    private static readonly HashSet<string> OnlyByName = ["jobs"];

    [Theory]
    [InlineData(null, "schedule,sync,cleanup")]
    [InlineData("  ", "schedule,sync,cleanup")]
    [InlineData("sync", "sync")]
    [InlineData(" Sync , cleanup,", "sync,cleanup")]
    [InlineData("jobs,sync", "sync,jobs")]
    public void Select_Names_AreThose(string? text, string expected)
    {
        var selected = FunctionsBuilder.Select(text, [.. Known, "jobs"], OnlyByName, out var problem);

        Assert.Null(problem);
        Assert.True(selected.SetEquals(expected.Split(',')));
    }

    [Theory]
    [InlineData("snyc")]
    [InlineData("sync;cleanup")]
    [InlineData(",")]
    public void Select_UnknownName_ListsTheKnownOnes(string text)
    {
        FunctionsBuilder.Select(text, Known, OnlyByName, out var problem);

        Assert.Equal($"FUNCTIONS holds '{text}'; it takes names divided by commas out of schedule, sync, cleanup.", problem);
    }

    [Fact]
    public void AddFunctions_NotSelected_RegistersNothingOfIt()
    {
        var builder = Builder(("FUNCTIONS", "thrower"));
        builder.AddFunctions(functions => functions
            .Add<EchoFunction>(services => services.AddSingleton<NotSelected>())
            .Add<ThrowingFunction>(services => services.AddSingleton<ToyRecord>()));
        using var app = FunctionHost.Build(builder);

        Assert.Equal("thrower", Assert.Single(app.Services.GetRequiredService<FunctionTable>().Functions).Name);
        Assert.Null(app.Services.GetService<NotSelected>());
    }

    private sealed class NotSelected;

    [Fact]
    public void Build_ServiceMissing_NamesItAndTheFunction()
    {
        var builder = Builder();
        builder.AddFunctions(functions => functions.Add<EchoFunction>());

        var error = Assert.Throws<InvalidOperationException>(() => FunctionHost.Build(builder));
        Assert.Contains("The function echo takes", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(ToyRecord), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_EmitterWithoutSink_NamesTheSetting()
    {
        var builder = Builder(("K_SINK", ""));
        builder.AddFunctions(functions => functions.Add<EmittingFunction>());

        var error = Assert.ThrowsAny<Exception>(() => FunctionHost.Build(builder));
        Assert.Equal(
            "K_SINK is empty; set it to the URL of a sink, such as a Broker's: events are emitted by emitter.",
            Assert.Single(SettingsException.MessagesOf(error)!));
    }

    [Fact]
    public async Task Start_RevisionBeforeItsSinkBinding_IsAliveButNotReady()
    {
        var builder = Builder(("K_SINK", ""), ("K_REVISION", "emitter-00001"), ("PORT", "0"), ("Host:Address", "127.0.0.1"));
        builder.AddFunctions(functions => functions.Add<EmittingFunction>());
        await using var app = FunctionHost.Build(builder);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new(FunctionHost.AddressesOf(app)[0]) };
        async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path)
        {
            using var request = new HttpRequestMessage(method, path);
            return await http.SendAsync(request, TestContext.Current.CancellationToken);
        }

        using var live = await SendAsync(HttpMethod.Get, "/healthz/live");
        using var ready = await SendAsync(HttpMethod.Get, "/healthz/ready");
        using var taken = await SendAsync(HttpMethod.Post, "/");

        ToyHost.Expect(HttpStatusCode.OK, live);
        ToyHost.Expect(HttpStatusCode.ServiceUnavailable, ready);
        ToyHost.Expect(HttpStatusCode.ServiceUnavailable, taken);
        const string Problem = "K_SINK is empty: emitter-00001 is older than its SinkBinding, and emitter cannot emit events.";
        Assert.Equal(Problem, await ToyHost.DetailOf(ready));
        Assert.Equal(Problem, await ToyHost.DetailOf(taken));
    }

    [Fact]
    public void Table_TwoTakersOfOneType_AreRefused()
    {
        FunctionDefinition Taker(string name) =>
            new(name, [new(["t"], false, (_, _, _) => throw new NotSupportedException())], []);

        var error = Assert.Throws<InvalidOperationException>(() => new FunctionTable([Taker("a"), Taker("b")]));
        Assert.Equal("Both a and b take t.", error.Message);
    }

    [Fact]
    public void Table_TwoTakersOfDeadLetters_AreRefused()
    {
        FunctionDefinition Taker(string name) => new(name, [new([], true, (_, _, _) => throw new NotSupportedException())], []);

        Assert.Throws<InvalidOperationException>(() => new FunctionTable([Taker("a"), Taker("b")]));
    }

    [Fact]
    public void Build_WrongSettings_AreAllNamedAtOnce()
    {
        var builder = Builder(("PORT", "http"), ("K_SINK", "broker"), ("Host:Deadline", "soon"), ("Host:Gracee", "PT1S"),
            ("FUNCTIONS", "thrower,none"));
        builder.AddFunctions(functions => functions.Add<ThrowingFunction>());

        var error = Assert.ThrowsAny<Exception>(() => FunctionHost.Build(builder));
        Assert.Equal(
            [
                "PORT holds 'http'; it takes a port number from 0 to 65535.",
                "FUNCTIONS holds 'thrower,none'; it takes names divided by commas out of thrower.",
                "K_SINK holds 'broker'; it takes the http or https URL of a sink, such as a Broker's.",
                "Host__Gracee is not a setting; the nearest is Host__Grace.",
                "Host__Deadline holds 'soon'; it takes a duration such as 2m, 1h30m, 3d or PT2M.",
            ],
            SettingsException.MessagesOf(error)!);
    }

    [Fact]
    public async Task Start_PortThatIsTaken_NamesItsSettingAlone()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        foreach (var (port, prometheus, setting) in new[] { ("0", taken, "Host__PrometheusPort"), (taken, "0", "PORT") })
        {
            var builder = Builder(("Host:Address", "127.0.0.1"), ("PORT", port), ("Host:PrometheusPort", prometheus));
            builder.AddFunctions(functions => functions.Add<ThrowingFunction>(services => services.AddSingleton<ToyRecord>()));
            await using var app = FunctionHost.Build(builder);

            var error = await Assert.ThrowsAsync<ListenException>(() => FunctionHost.StartAsync(app));

            Assert.Equal($"{setting} holds {taken}, on which another process listens; set it to a free port.", error.Message);
        }
    }

    private static WebApplicationBuilder Builder(params (string Name, string Value)[] settings)
    {
        var builder = FunctionHost.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(each => KeyValuePair.Create(each.Name, (string?)each.Value)));
        return builder;
    }
}

/// <summary>Cannot do without a sink.</summary>
[Function("emitter")]
internal sealed class EmittingFunction(IEventSink sink)
{
    [CloudEventTrigger("toy.emit")]
    public async Task<CloudNative.CloudEvents.CloudEvent?> RunAsync(
        ScanRequested data, FunctionContext context, CancellationToken cancellation)
    {
        await sink.EmitAsync(context.Reply("toy.emitted", "/toy/emitter", "1", data, EventJson.Default.ScanRequested),
            cancellation);
        return null;
    }
}
