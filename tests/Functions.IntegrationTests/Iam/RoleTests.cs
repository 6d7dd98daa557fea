using Longshore.IntegrationTests.Manifests;

namespace Longshore.IntegrationTests.Iam;

/// <summary>docs/security.md, "Role by call", call by call.</summary>
public abstract class RoleTests(IamBackend backend)
{
    protected async Task Check(string call, string identity)
    {
        Assert.SkipWhen(backend.WhyNot is not null, backend.WhyNot ?? "");
        using var stage = new IamStage(backend, backend.Session(identity));

        await RoleCalls.All[call](stage);

        Assert.Equal(RoleTable.Rows.Single(row => row.Call == call).Allowed.Contains(identity), stage.WasAllowed);
    }

    /// <param name="withConditions">Whether the calls belong that a condition alone refuses.</param>
    protected static TheoryData<string, string> Cells(bool withConditions)
    {
        var cells = new TheoryData<string, string>();
        foreach (var row in RoleTable.Rows.Where(row => withConditions || !row.ByCondition))
        {
            foreach (var identity in RoleTable.Identities)
                cells.Add(row.Call, identity);
        }

        return cells;
    }
}

public sealed class SandboxRoleTests(SandboxIam backend) : RoleTests(backend), IClassFixture<SandboxIam>
{
    public static TheoryData<string, string> All => Cells(withConditions: true);

    [Theory]
    [MemberData(nameof(All))]
    public Task Call_ByIdentity_IsAllowedAsDocumented(string call, string identity) => Check(call, identity);

    [Fact]
    public void Table_OfCalls_IsTheOneThatIsMade()
    {
        Assert.Equal(RoleCalls.All.Keys.Order(), RoleTable.Rows.Select(static row => row.Call).Order());
        Assert.Equal(AppFunctions.WithStore.Prepend("base").Order(), RoleTable.Identities.Order());
        Assert.All(RoleTable.Identities, static identity =>
        {
            Assert.InRange(RoleTable.Rows.Count(row => row.Allowed.Contains(identity)), 1, RoleTable.Rows.Count);
            // At least ten refusals, those that moto judges too.
            Assert.InRange(RoleTable.Rows.Count(row => !row.ByCondition && !row.Allowed.Contains(identity)), 10,
                RoleTable.Rows.Count);
        });
    }
}

public sealed class MotoRoleTests(MotoIam backend) : RoleTests(backend), IClassFixture<MotoIam>
{
    public static TheoryData<string, string> WithoutConditions => Cells(withConditions: false);

    [Theory]
    [MemberData(nameof(WithoutConditions))]
    public Task Call_ByIdentity_IsAllowedAsDocumented(string call, string identity) => Check(call, identity);
}
