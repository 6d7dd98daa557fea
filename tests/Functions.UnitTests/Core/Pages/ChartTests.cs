using System.Globalization;
using System.Xml.Linq;
using CsCheck;
using Longshore.Core.Pages;

namespace Longshore.UnitTests.Core.Pages;

public class ChartTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void TimeChart_AnyPoints_IsWellFormedAndWithinItsBox() =>
        Gen.Select(Gen.Double[0, 1e9], Gen.Double[0, 1e15]).Array[0, 20].Sample(points =>
        {
            var svg = XDocument.Parse(new TimeChart("t<", "d&")
            {
                From = Start,
                To = Start.AddSeconds(1e8),
                Text = value => $"<{value}>",
                TimeText = at => $"<{at}>",
                Line = [.. points.Select(point => (Start.AddSeconds(point.Item1), point.Item2))],
            }.ToString());
            Assert.All(svg.Descendants("polyline").SelectMany(line => ((string)line.Attribute("points")!).Split(' ')), point =>
            {
                var at = point.Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
                Assert.InRange(at[0], 100, 700);
                Assert.InRange(at[1], 20, 236);
            });
        });

    [Theory]
    [InlineData(0, 1)]
    [InlineData(7, 8)]
    [InlineData(100, 100)]
    [InlineData(101, 150)]
    [InlineData(double.NaN, 1)]
    public void Axis_UpTo_EndsAtARoundValue(double most, double end) => Assert.Equal(end, Axis.UpTo(most).Most, 6);

    [Fact]
    public void BarChart_Empty_IsWellFormed() =>
        XDocument.Parse(new BarChart("t", "d") { Parts = ["a"], Bars = [], Text = value => $"{value}" }.ToString());
}
