using Longshore.IntegrationTests.Manifests;
using Longshore.Sandbox.Demo;
using Longshore.Sandbox.Knative;

namespace Longshore.IntegrationTests.Knative;

/// <summary><c>knative/base</c> as it is deployed.</summary>
public sealed class BaseManifestTests
{
    private readonly ClusterManifests _manifests = ClusterManifests.Load(Repository.Manifests);

    [Fact]
    public void Triggers_EveryTypeThatAFunctionTakes_HasExactlyOne()
    {
        Assert.Equal(AppFunctions.Default.Types,
            _manifests.Triggers.Select(static trigger => trigger.Attributes["type"]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(AppFunctions.TypesAndTakers), MemberType = typeof(AppFunctions))]
    public void Triggers_OfAType_LeadToItsFunction(string type, string service)
    {
        var trigger = Assert.Single(_manifests.Triggers, candidate => candidate.Filter(TestCluster.Event(type)));

        Assert.Equal(service, trigger.Subscriber.Name);
    }

    [Fact]
    public void Deliveries_OfBrokerAndTriggers_AreSetInFull()
    {
        var deliveries = _manifests.Triggers.Select(static trigger => trigger.Delivery)
            .Append(Assert.Single(_manifests.Brokers).Delivery);

        Assert.All(deliveries, static delivery =>
        {
            Assert.NotNull(delivery);
            Assert.InRange(delivery.Retry, 1, 6);
            Assert.Equal(BackoffPolicy.Exponential, delivery.Policy);
            Assert.NotNull(delivery.Timeout);
            Assert.Equal("deadletter", delivery.DeadLetterSink?.Name);
            Assert.Equal("/deadletters", delivery.DeadLetterSink?.Path);
        });
    }

    [Fact]
    public void Deliveries_OfTriggers_OutlastTheRevision()
    {
        Assert.All(_manifests.Triggers, trigger =>
            Assert.True(trigger.Delivery!.Timeout > ServiceOf(trigger.Subscriber.Name).Timeout));
    }

    [Fact]
    public void Services_OfEachFunction_HostItAloneWithADeadlineBelowTheTimeout()
    {
        Assert.Equal(AppFunctions.DefaultNames.Order(StringComparer.Ordinal),
            _manifests.Services.Select(static service => service.Name).Order(StringComparer.Ordinal));
        Assert.All(_manifests.Services, static service =>
        {
            Assert.Equal(service.Name, service.Environment["FUNCTIONS"]);
            Assert.True(IsoDuration.TryParse(service.Environment["Host__Deadline"], out var deadline)
                && deadline < service.Timeout);
            Assert.NotNull(service.InFlight);
        });
    }

    [Fact]
    public void Services_MountTheVolume_IfTheirFunctionUsesIt()
    {
        Assert.All(_manifests.Services, static service =>
            Assert.Equal(AppFunctions.WithVolume.Contains(service.Name), service.MountsVolume));
    }

    [Fact]
    public void SinkBindings_OfFunctionsThatEmit_AreThere()
    {
        Assert.Equal(AppFunctions.Emitters.Intersect(AppFunctions.DefaultNames).Order(StringComparer.Ordinal),
            _manifests.SinkBindings.Select(static binding => binding.Service).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void PingSource_FromAnyMoment_TicksTwiceADayInUtc()
    {
        var schedule = Assert.Single(_manifests.PingSources).Schedule;
        var first = schedule.Next(new DateTimeOffset(2026, 11, 22, 3, 4, 5, TimeSpan.Zero));

        Assert.Equal(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero), first);
        Assert.Equal(first.AddHours(12), schedule.Next(first));
    }

    private ServiceManifest ServiceOf(string name) => _manifests.Services.Single(service => service.Name == name);
}
