namespace EdgeLstm;

/// <summary>Where an LSTM's gates stand among its row groups: always in the order i, f, g, o, and −1 where the variant has none.</summary>
readonly struct LstmGates
{
    public readonly int I, F, G, O, Groups;
    public readonly bool Coupled;

    public LstmGates(bool input, bool forget, bool output, bool coupled)
    {
        int next = 0;
        I = input ? next++ : -1;
        F = forget ? next++ : -1;
        G = next++;
        O = output ? next++ : -1;
        Groups = next;
        Coupled = coupled;
    }
}
