namespace Longshore.Sandbox.S3.Faults;

/// <summary>The faults in force. Safe for concurrent use; which request is struck depends only on seed and order.</summary>
internal sealed class FaultInjector
{
    private readonly Lock _lock = new();
    private ActiveFault[] _active = [];

    public IReadOnlyList<Fault> Active => [.. Volatile.Read(ref _active).Select(active => active.Fault)];

    /// <summary>Puts a fault into force. Dispose of the result to end it.</summary>
    public IDisposable Add(Fault fault)
    {
        if (fault.Rate is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(fault), fault.Rate, "Rate must be above 0 and at most 1");
        var active = new ActiveFault(this, fault);
        lock (_lock)
            _active = [.. _active, active];
        return active;
    }

    public void Clear()
    {
        lock (_lock)
            _active = [];
    }

    public FaultPlan Plan(string operation, string bucket, string key)
    {
        var active = Volatile.Read(ref _active);
        if (active.Length == 0)
            return FaultPlan.None;
        FaultPlan? plan = null;
        lock (_lock)
        {
            foreach (var candidate in active)
            {
                if (candidate.Strikes(operation, bucket, key))
                    (plan ??= new FaultPlan()).Add(candidate.Fault);
            }
        }
        return plan ?? FaultPlan.None;
    }

    private void Remove(ActiveFault gone)
    {
        lock (_lock)
            _active = [.. _active.Where(active => active != gone)];
    }

    private sealed class ActiveFault(FaultInjector owner, Fault fault) : IDisposable
    {
        private readonly Random _random = new(fault.Seed);
        private int _seen;
        private int _struck;

        public Fault Fault => fault;

        public bool Strikes(string operation, string bucket, string key)
        {
            if ((fault.Operation is not null && fault.Operation != operation)
                || (fault.Bucket is not null && fault.Bucket != bucket)
                || (fault.KeyPrefix is not null && !key.StartsWith(fault.KeyPrefix, StringComparison.Ordinal))
                || _struck >= fault.Count
                || _seen++ < fault.Skip
                || _random.NextDouble() >= fault.Rate)
                return false;
            _struck++;
            return true;
        }

        public void Dispose() => owner.Remove(this);
    }
}
