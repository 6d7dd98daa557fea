using System.Globalization;
using System.Text;

namespace Longshore.Sandbox.Knative;

/// <summary>Attribute values as HTTP header values. Source: CloudEvents HTTP binding 1.0.2, section 3.1.3.2.</summary>
internal static class HeaderText
{
    /// <summary>Percent-encodes everything but printable ASCII, and space, double quote and percent.</summary>
    public static string Encode(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(value))
        {
            if (octet is > 0x20 and < 0x7F and not (byte)'"' and not (byte)'%')
                text.Append((char)octet);
            else
                text.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return text.ToString();
    }

    /// <summary>Undoes <see cref="Encode"/>; a percent sign that starts no escape stands for itself.</summary>
    public static string Decode(string value)
    {
        var unquoted = value is ['"', .. var inside, '"'] ? inside.Replace("\\\"", "\"", StringComparison.Ordinal) : value;
        if (!unquoted.Contains('%', StringComparison.Ordinal))
            return unquoted;
        var octets = new List<byte>(unquoted.Length);
        var source = Encoding.UTF8.GetBytes(unquoted);
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '%' && i + 2 < source.Length
                && byte.TryParse(source.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                    out var octet))
            {
                octets.Add(octet);
                i += 2;
            }
            else
            {
                octets.Add(source[i]);
            }
        }

        return Encoding.UTF8.GetString([.. octets]);
    }
}
