using Longshore.Storage.Identity;
using Longshore.Storage.Objects;
using Longshore.Storage.Receipts;
using Longshore.Storage.Uploads;
using Microsoft.Extensions.Options;

namespace Longshore.Storage;

/// <summary>Registers the bucket and what is kept in it.</summary>
internal static class StorageSetup
{
    public static WebApplicationBuilder AddStorage(this WebApplicationBuilder builder)
    {
        builder.AddSettings<S3Options, S3OptionsValidator>(S3Options.Section);
        builder.Services
            .AddSingleton(S3Clients.Create)
            .AddSingleton<StoreCalls>()
            .AddSingleton<S3Store>()
            .AddSingleton<KeyRange>()
            .AddSingleton(services => new KeyTemplate(services.GetRequiredService<IOptions<S3Options>>().Value))
            .AddSingleton(services => new StateKeys(services.GetRequiredService<IOptions<S3Options>>().Value))
            .AddSingleton<MultipartStore>()
            .AddSingleton<ReceiptStore>();
        return builder;
    }
}

[OptionsValidator]
internal sealed partial class S3OptionsValidator : IValidateOptions<S3Options>;
