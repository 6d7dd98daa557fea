using Longshore.Model.Telemetry;

namespace Longshore.UnitTests.Model.Telemetry;

public class PrometheusNamesTests
{
    [Theory]
    [InlineData("longshore.file.io", "By", true, "longshore_file_io_bytes_total")]
    [InlineData("longshore.files", "{file}", true, "longshore_files_total")]
    [InlineData("longshore.upload.active", "{upload}", false, "longshore_upload_active")]
    [InlineData("faas.invoke_duration", "s", false, "faas_invoke_duration_seconds")]
    [InlineData("longshore.volume.write_rate", "By/s", false, "longshore_volume_write_rate_bytes_per_second")]
    public void Of_Instrument_IsTheCollectorsName(string name, string unit, bool isCounter, string expected) =>
        Assert.Equal(expected, PrometheusNames.Of(name, unit, isCounter));
}
