using System.Xml.Linq;
using CsCheck;
using Longshore.Core.Pages;

namespace Longshore.UnitTests.Pages;

public class ChartTests
{
    [Fact]
    public void LineChart_AnyPoints_IsWellFormedAndWithinItsBox() =>
        Gen.Select(Gen.Double[0, 1e15], Gen.Double[0, 1e15]).Array[0, 20].Array[0, 9].Sample(series =>
        {
            var svg = XDocument.Parse(new LineChart("t<", "d&")
            {
                X = Axis.UpTo(series.SelectMany(points => points).Select(point => point.Item1).DefaultIfEmpty().Max()),
                Y = Axis.UpTo(series.SelectMany(points => points).Select(point => point.Item2).DefaultIfEmpty().Max()),
                XTitle = "x",
                YTitle = "y",
                XText = value => $"{value}",
                YText = value => $"{value}",
                Lines = [.. series.Select((points, index) => new Line($"<{index}>", points))],
            }.ToString());
            Assert.All(svg.Descendants("polyline").SelectMany(line => ((string)line.Attribute("points")!).Split(' ')), point =>
            {
                var at = point.Split(',')
                    .Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
                Assert.InRange(at[0], 76, 570);
                Assert.InRange(at[1], 16, 276);
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
    public void Axis_Logarithmic_MarksPowersOfTen() =>
        Assert.Equal([1.0, 10, 100], new Axis(1, 100, IsLogarithmic: true).Ticks());

    [Fact]
    public void BarChart_Empty_IsWellFormed() =>
        XDocument.Parse(new BarChart("t", "d") { Parts = ["a"], Bars = [], Text = value => $"{value}" }.ToString());
}
