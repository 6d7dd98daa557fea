namespace Longshore.App.FailedJobs;

/// <summary>Registers what failed-jobs needs beside the Kubernetes API.</summary>
internal static class FailedJobsSetup
{
    public static IServiceCollection AddFailedJobs(this IServiceCollection services) => services
        .AddSingleton<JobReader>()
        .AddSingleton<ReportedJobs>();
}
