namespace Longshore.Generators;

/// <summary>Compile errors of the function model.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor Signature = Error("LS001", "Wrong signature",
        "{0}.{1} must be an accessible instance method: Task<CloudEvent?> {1}({2} data, FunctionContext context, "
            + "CancellationToken cancellation)");

    public static readonly DiagnosticDescriptor DuplicateName = Error("LS002", "Two functions of one name",
        "The function name '{0}' is also that of {1}");

    public static readonly DiagnosticDescriptor NoTrigger = Error("LS003", "No trigger",
        "{0} is a function without a trigger: mark one of its methods with [CloudEventTrigger], [DeadLetterTrigger] or "
            + "[HttpGetTrigger]");

    public static readonly DiagnosticDescriptor DataNotInJson = Error("LS004", "Data without generated JSON",
        "{0} is in no JsonSerializerContext of this project: add [JsonSerializable(typeof({0}))] to one");

    public static readonly DiagnosticDescriptor Shape = Error("LS005", "Not a function class",
        "{0} must be an accessible class, neither abstract nor generic, with one constructor");

    public static readonly DiagnosticDescriptor NotAFunction = Error("LS006", "Not a function",
        "{0} is added as a function but is not marked with [Function]");

    public static readonly DiagnosticDescriptor Name = Error("LS007", "Bad function name",
        "The function name '{0}' must be lower-case letters, digits and dashes");

    public static readonly DiagnosticDescriptor NoTypes = Error("LS008", "No event types",
        "{0}.{1} names no event type, an empty one, or one that another method of the class takes");

    public static readonly DiagnosticDescriptor GetSignature = Error("LS009", "Wrong signature",
        "{0}.{1} must be an accessible instance method: Task<HttpGetAnswer> {1}(HttpGetRequest request, CancellationToken "
            + "cancellation)");

    public static readonly DiagnosticDescriptor NoPaths = Error("LS010", "No paths",
        "{0}.{1} names no path, or one that does not begin with a slash");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "Functions", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
