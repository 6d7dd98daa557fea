namespace Longshore.Model;

/// <summary>Marks a class as a function. It is hosted once <c>Program.cs</c> adds it and <c>FUNCTIONS</c> selects it.</summary>
/// <param name="name">Unique in the app: lower-case letters, digits and dashes, such as <c>cleanup</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class FunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
